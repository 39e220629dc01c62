#include "webhook/sources/agents_reader.hpp"

#include <cmath>
#include <utility>

namespace mesoscale::webhook {
namespace {

bool is_agent(const json_path& path) { return path.is({"slaves", "[]"}); }

/// Resources beyond this are no resources; it also keeps sums of them in range.
constexpr double largest_amount = 1e12;

void take(const json_path& path, double value, resource_need& into) {
  if (!(std::abs(value) <= largest_amount)) return;
  const std::int64_t amount = std::llround(value * 1000);
  if (path.key() == "cpus") into.cpus = amount;
  if (path.key() == "mem") into.mem = amount;
  if (path.key() == "disk") into.disk = amount;
  if (path.key() == "gpus") into.gpus = amount;
}

}  // namespace

void agents_reader::on_begin(const json_path& path, bool is_object) {
  if (path.is({"slaves"})) has_list_ = !is_object;
  if (path.is({"recovered_slaves", "[]"})) ++recovered_;
  if (is_agent(path)) {
    ++agents_;
    current_ = {};
    has_odd_agent_ = has_odd_agent_ || !is_object;
  }
  if (!is_object) return;
  if (path.is({"slaves", "[]", "resources"})) current_.has_all = true;
  if (path.is({"slaves", "[]", "used_resources"})) current_.has_used = true;
}

void agents_reader::on_end(const json_path& path, bool is_object) {
  if (!is_agent(path) || !is_object) return;
  has_odd_agent_ = has_odd_agent_ || !current_.has_all || !current_.has_used;
  if (!current_.is_active) return;
  const resource_need& all = current_.all;
  const resource_need& used = current_.used;
  out_.push_back({all.cpus - used.cpus, all.mem - used.mem, all.disk - used.disk, all.gpus - used.gpus});
}

void agents_reader::on_scalar(const json_path& path, const json_scalar& value) {
  if (is_agent(path)) has_odd_agent_ = true;
  if (path.is({"slaves", "[]", "active"}) && value.kind == json_kind::boolean)
    current_.is_active = value.boolean;
  if (path.depth() != 4 || value.kind != json_kind::number) return;
  if (path.starts_with({"slaves", "[]", "resources"})) take(path, value.number, current_.all);
  if (path.starts_with({"slaves", "[]", "used_resources"})) take(path, value.number, current_.used);
}

result<free_resources> agents_reader::finish() {
  if (auto whole = stream_.finish(); !whole) return whole.error();
  if (!has_list_) return failure{errc::wrong_shape, "found no list of agents, expected slaves"};
  if (has_odd_agent_)
    return failure{errc::wrong_shape, "found an agent without resources and used_resources"};
  if (agents_ == 0 || recovered_ > 0)
    return failure{errc::wrong_shape, "found " + std::to_string(agents_) + " agents and " +
                                          std::to_string(recovered_) +
                                          " that have not registered again, expected all of them"};
  return std::move(out_);
}

}  // namespace mesoscale::webhook
