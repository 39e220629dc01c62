// The metric model of a scrape: families and their samples, kept so that writing the page is cheap.
// The own metrics of a program live in a prometheus::Registry and join the page through registry_samples.
#pragma once

#include <cmath>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace mesoscale {

enum class metric_type : std::uint8_t { counter, gauge, summary, histogram, unknown };

/// The word for it: "counter", "gauge", "summary", "histogram", "unknown".
std::string_view name_of(metric_type type);

/// A metric family. help ends with the source key in parentheses; unit ("seconds", "bytes") only if the name ends in it
/// (for a counter: before _total).
struct family {
  std::string_view name;
  metric_type type;
  std::string_view help;
  std::string_view unit = {};
};

struct label {
  std::string_view name;
  std::string_view value;
};

/// Which line of its family a sample is: the plain name, or name_bucket, name_sum, name_count.
enum class sample_part : std::uint8_t { value, bucket, sum, count };

struct sample {
  const family* of;            ///< outlives the sample (constexpr, or owned by a sample_set of the same page)
  std::uint32_t labels_begin;  ///< into sample_set::label_text(): rendered and escaped `a="b",c="d"`
  std::uint32_t labels_size;
  double value;
  double bound;  ///< quantile of a summary, le of a bucket; NaN where neither applies
  sample_part part;
};

/// The samples that one target gave. Labels are escaped when added; the page writer only copies them.
class sample_set {
 public:
  /// common: labels that every sample gets in front, e.g. {{"instance", "10.0.0.1:5051"}}.
  explicit sample_set(std::initializer_list<label> common = {});
  sample_set(sample_set&&) = default;
  sample_set& operator=(sample_set&&) = default;

  void add(const family& of, std::span<const label> labels, double value);
  void add(const family& of, std::initializer_list<label> labels, double value);
  /// A quantile of a summary family.
  void add_quantile(const family& of, std::span<const label> labels, double quantile, double value);
  /// One line of a histogram or summary other than the plain one; bound only for buckets.
  void add_part(const family& of, std::span<const label> labels, sample_part part, double value,
                double bound = std::numeric_limits<double>::quiet_NaN());

  /// Keeps a family whose texts are not constants (e.g. from a registry); the reference stays valid with the set.
  const family& own(std::string name, metric_type type, std::string help);

  std::span<const sample> samples() const { return samples_; }
  std::string_view labels_of(const sample& s) const {
    return std::string_view(label_text_).substr(s.labels_begin, s.labels_size);
  }
  std::size_t size() const { return samples_.size(); }
  bool empty() const { return samples_.empty(); }

 private:
  struct owned_family {
    std::string name;
    std::string help;
    family view;
  };

  void push(const family& of, std::span<const label> labels, sample_part part, double value, double bound);

  std::string common_;
  std::string label_text_;
  std::vector<sample> samples_;
  std::deque<owned_family> owned_;
};

/// Appends `name="value"` with the value escaped as both text formats want it (backslash, quote, line feed); bytes that are
/// not UTF-8 become U+FFFD, because Prometheus refuses a whole page for one invalid byte.
void append_label(std::string& out, std::string_view name, std::string_view value);

}  // namespace mesoscale
