#include "exporter/collectors/marathon_queue.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/marathon.hpp"

namespace mesoscale::exporter {
namespace {

constexpr std::string_view last_offers = "processedOffersSummary/rejectSummaryLastOffers/[]/";
constexpr std::string_view launch_attempt = "processedOffersSummary/rejectSummaryLaunchAttempt/[]/";

const row_finder& queue_rows() {
  static const row_finder rows(marathon_queue_table());
  return rows;
}

const answer_shape& queue_shape() {
  constexpr auto text = json_kinds::text;
  static const answer_shape shape(
      {{"queue/[]/app/id", text},
       {"queue/[]/pod/id", text},
       {"queue/[]/processedOffersSummary/rejectSummaryLastOffers/[]/reason", text},
       {"queue/[]/processedOffersSummary/rejectSummaryLaunchAttempt/[]/reason", text}},
      {{marathon_queue_table(), "", "queue/[]/"}});
  return shape;
}

// How the values of two entries of one app become one.
double merged(std::string_view key, double a, double b) {
  if (key == "since") return std::min(a, b);
  if (key.starts_with("delay/") || key.ends_with("OfferAt")) return std::max(a, b);
  return a + b;
}

class queue_decoder final : public json_decoder {
 public:
  explicit queue_decoder(decode_options options)
      : json_decoder(marathon_queue_table(), root::object, std::move(options), queue_shape()) {}

 private:
  /// A reason to decline offers: its key's beginning says of which offers.
  struct reject {
    std::string reason;
    std::map<std::string, double> counts;  ///< by row key
  };
  struct element {
    label who{"app", ""};
    std::string id;
    std::map<std::string, double> values;                           ///< by row key
    std::map<std::pair<std::string, std::string>, double> rejects;  ///< by row key and reason
  };
  using identity = std::pair<std::string_view, std::string>;

  void begin(const json_path& path, bool) override {
    if (path.is({"queue"})) has_queue_ = true;
    if (path.is({"queue", "[]"})) current_ = element{};
    if (is_reject(path)) reject_ = reject{};
  }

  static bool is_reject(const json_path& path) {
    return path.depth() == 5 && path.key() == "[]" && path[2] == "processedOffersSummary" &&
           (path[3] == "rejectSummaryLastOffers" || path[3] == "rejectSummaryLaunchAttempt");
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.depth() < 3 || !path.starts_with({"queue", "[]"})) return;
    const std::string key = key_of(path, 2);
    if ((key == "app/id" || key == "pod/id") && value.kind == json_kind::string) {
      current_.who.name = key == "pod/id" ? "pod" : "app";
      current_.id = value.string;
      return;
    }
    if (key.ends_with("/[]/reason") && value.kind == json_kind::string) {
      reject_.reason = value.string;
      return;
    }
    element_values one(queue_rows());
    one.take(key, value, writer());
    const auto number = one.find(key);
    if (!number) return;
    if (key.starts_with(last_offers) || key.starts_with(launch_attempt)) {
      reject_.counts[key] = *number;
    } else {
      current_.values[key] = *number;
    }
  }

  void end(const json_path& path) override {
    if (is_reject(path)) {
      if (reject_.reason.empty()) return refuse_nameless(path);
      for (const auto& [key, count] : reject_.counts) {
        if (!current_.rejects.emplace(std::pair{key, reject_.reason}, count).second) writer().refuse();
      }
    }
    if (!path.is({"queue", "[]"})) return;
    if (current_.id.empty()) return refuse_nameless(path);
    element& all = entries_[{current_.who.name, current_.id}];
    for (const auto& [key, value] : current_.values) {
      const auto [at, is_new] = all.values.emplace(key, value);
      if (!is_new) at->second = merged(key, at->second, value);
    }
    for (const auto& [key, count] : current_.rejects) all.rejects[key] += count;
  }

  result<void> check() override {
    if (!has_queue_) return failure{errc::wrong_shape, "the answer has no list \"queue\""};
    for (const auto& [who, entry] : entries_) {
      const label one{who.first, who.second};
      if (one.name == "app") writer().name_app(one.value);
      for (const auto& [key, value] : entry.values) writer().add(*queue_rows().find(key), value, {one});
      for (const auto& [key, count] : entry.rejects) {
        writer().add(*queue_rows().find(key.first), count, {one, {"reason", key.second}});
      }
    }
    return {};
  }

  element current_;
  reject reject_;
  std::map<identity, element> entries_;
  bool has_queue_ = false;
};

}  // namespace

std::unique_ptr<body_decoder> make_queue_decoder(decode_options options) {
  return std::make_unique<queue_decoder>(std::move(options));
}

void add_apps_not_queued(const decoded& apps, const decoded& queue, std::string_view instance,
                         sample_set& out) {
  const std::set<std::string_view> queued(queue.apps.begin(), queue.apps.end());
  const metric_table& table = marathon_queue_table();
  const family& waiting = table.families[table.family_of_row[queue_rows().find("count")->index]];
  for (const std::string& app : apps.apps) {
    if (!queued.contains(app)) out.add(waiting, {{"instance", instance}, {"app", app}}, 0);
  }
}

}  // namespace mesoscale::exporter
