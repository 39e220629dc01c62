#include "webhook/rules/template_text.hpp"

#include <gtest/gtest.h>

namespace mesoscale::webhook {
namespace {

const label_set labels = {{"queue", "mail"}, {"team", "a\"b\\c\nd'e"}, {"quoted", "a`b"}, {"empty", ""}};
const label_set annotations = {{"value", "12"}};

TEST(template_text, labels_and_annotations_are_filled_in) {
  EXPECT_EQ(fill("/q/{{ .labels.queue }}/{{.annotations.value}}", labels, annotations), "/q/mail/12");
  EXPECT_EQ(fill("no placeholder", labels, annotations), "no placeholder");
}

TEST(template_text, a_missing_or_empty_value_fills_nothing) {
  EXPECT_EQ(fill("{{ .labels.other }}", labels, annotations), std::nullopt);
  EXPECT_EQ(fill("{{ .labels.empty }}", labels, annotations), std::nullopt);
}

TEST(template_text, a_value_cannot_end_the_string_that_it_stands_in) {
  EXPECT_EQ(fill_query("x{team=\"{{ .labels.team }}\"}", labels, annotations),
            "x{team=\"a\\\"b\\\\c\\nd\\'e\"}");
  EXPECT_EQ(fill_query("x{q=\"{{ .labels.quoted }}\"}", labels, annotations), std::nullopt);
}

TEST(template_text, anything_else_between_braces_is_refused) {
  for (const char* text : {"{{ .Labels.queue }}", "{{ .labels. }}", "{{ .labels.a-b }}",
                           "{{ .labels.queue | lower }}", "{{ .labels.queue", "{{ if .labels.queue }}"})
    EXPECT_FALSE(check_template(text).ok()) << text;
  EXPECT_TRUE(check_template("a {{ .labels.queue }} {{.annotations.value}} } b").ok());
}

}  // namespace
}  // namespace mesoscale::webhook
