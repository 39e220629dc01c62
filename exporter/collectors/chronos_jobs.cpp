#include "exporter/collectors/chronos_jobs.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/iso_time.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/chronos.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& job_rows() {
  static const row_finder rows(chronos_job_table());
  return rows;
}

const row_finder& graph_rows() {
  static const row_finder rows(chronos_graph_table());
  return rows;
}

const answer_shape& job_shape() {
  constexpr auto text = json_kinds::text;
  static const answer_shape shape(
      {{"[]/epsilon", text}, {"[]/name", text}, {"[]/parents/[]", text}, {"[]/schedule", text}},
      {{chronos_job_table(), "", "[]/"}});
  return shape;
}

class job_decoder final : public json_decoder {
 public:
  explicit job_decoder(decode_options options)
      : json_decoder(chronos_job_table(), root::array, options, job_shape()), now_(options.now) {}

 private:
  struct job {
    std::optional<std::string> name;
    std::set<std::string> parents;
    bool has_parents = false;
    std::optional<iso_schedule> schedule;
    element_values values{job_rows()};
  };

  void begin(const json_path& path, bool) override {
    if (path.depth() == 1) {
      current_ = job{};
      ++jobs_;
    }
    if (path.depth() == 2 && path.key() == "parents") current_.has_parents = true;
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    const std::string_view key = path.key();
    if (path.depth() == 3 && path[1] == "parents") current_.parents.emplace(value.string);
    if (path.depth() != 2) return;
    if (key == "name") {
      current_.name = value.string;
    } else if (key == "epsilon") {
      take_epsilon(value);
    } else if (key == "schedule") {
      take_schedule(value);
    } else if (key != "parents") {
      current_.values.take(key, value, writer());
    }
  }

  void take_epsilon(const json_scalar& value) {
    if (value.string.empty()) return;
    const auto seconds = parse_iso_period(value.string);
    seconds ? current_.values.set("epsilon", *seconds) : writer().refuse();
  }

  // A job that waits for others has no schedule.
  void take_schedule(const json_scalar& value) {
    if (value.string.empty()) return;
    current_.schedule = parse_iso_schedule(value.string);
    if (!current_.schedule) writer().refuse();
  }

  void end(const json_path& path) override {
    if (path.depth() != 1) return;
    if (!current_.name) return refuse_nameless(path);
    has_a_job_ = true;
    const label job_label[] = {{"job", *current_.name}};
    compute();
    current_.values.write(job_label, writer());
    for (const std::string& parent : current_.parents) {
      writer().add(*job_rows().find("parents/[]"), 1, {job_label[0], {"parent", parent}});
    }
    current_ = job{};
  }

  void compute() {
    auto& values = current_.values;
    if (current_.has_parents) values.set("parents", static_cast<double>(current_.parents.size()));
    if (!current_.schedule) return;
    const iso_schedule& schedule = *current_.schedule;
    values.set("schedule/interval", schedule.period);
    if (schedule.repetitions) values.set("schedule/repetitions", *schedule.repetitions);
    // R0: the schedule is done, and its start is that of a run that will not be.
    if (!schedule.start || schedule.repetitions == 0) return;
    values.set("schedule", *schedule.start);
    if (values.find("disabled") == 1) return;
    const double latest = *schedule.start + values.find("epsilon").value_or(0);
    values.set("schedule/overdue", std::max(0.0, now_ - latest));
  }

  result<void> check() override {
    if (has_refused() && !has_a_job_) {
      return failure{errc::wrong_shape, "nothing in the list is an object with a text \"name\""};
    }
    writer().add(*job_rows().find("[]"), jobs_);
    return {};
  }

  double now_;
  job current_;
  double jobs_ = 0;
  bool has_a_job_ = false;
};

class graph_decoder final : public body_decoder {
 public:
  explicit graph_decoder(decode_options options) : writer_(chronos_graph_table(), std::move(options)) {}

  result<void> feed(std::string_view piece) override {
    for (auto end = piece.find('\n'); end != piece.npos; end = piece.find('\n')) {
      line_.append(piece.substr(0, end));
      if (auto read = take_line(); !read) return read;
      piece.remove_prefix(end + 1);
    }
    line_.append(piece);
    if (line_.size() > max_line_bytes) return not_the_graph();
    return {};
  }

  // An empty text is the graph of a Chronos without jobs.
  result<decoded> finish() override {
    if (auto read = take_line(); !read) return read.error();
    return std::move(writer_).take();
  }

 private:
  static constexpr std::size_t max_line_bytes = 1 << 16;

  static failure not_the_graph() {
    return {errc::wrong_shape,
            "a line of the answer is neither \"node,job,result,state\" nor \"link,from,to\""};
  }

  result<void> take_line() {
    std::string_view line = line_;
    if (line.ends_with('\r')) line.remove_suffix(1);
    auto read = take(line);
    line_.clear();
    return read;
  }

  // Names have no commas, so that the last two fields are the last two, whatever stands before.
  result<void> take(std::string_view line) {
    if (line.empty() || line.starts_with("link,")) return {};
    if (!line.starts_with("node,")) return not_the_graph();
    line.remove_prefix(5);
    const auto state_at = line.rfind(',');
    const auto result_at = state_at == line.npos || state_at == 0 ? line.npos : line.rfind(',', state_at - 1);
    if (result_at == line.npos || result_at == 0) return not_the_graph();
    const std::string_view job = line.substr(0, result_at);
    const std::string_view last = line.substr(result_at + 1, state_at - result_at - 1);
    add(job, last, line.substr(state_at + 1));
    return {};
  }

  void add(std::string_view job, std::string_view last, std::string_view state) {
    // "3 running" tells how many runs are under way, "running" that there is one.
    double running = state == "running" ? 1 : 0;
    if (state.ends_with(" running")) {
      const auto read = std::from_chars(state.data(), state.data() + state.size(), running);
      if (read.ec != std::errc() || *read.ptr != ' ') return writer_.refuse();
      state = "running";
    }
    writer_.add(*graph_rows().find("node/last_result"), 1, {{"job", job}, {"result", last}});
    writer_.add(*graph_rows().find("node/state"), 1, {{"job", job}, {"state", state}});
    writer_.add(*graph_rows().find("node/running"), running, {{"job", job}});
  }

  series_writer writer_;
  std::string line_;
};

}  // namespace

std::unique_ptr<body_decoder> make_chronos_job_decoder(decode_options options) {
  return std::make_unique<job_decoder>(std::move(options));
}

std::unique_ptr<body_decoder> make_chronos_graph_decoder(decode_options options) {
  return std::make_unique<graph_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
