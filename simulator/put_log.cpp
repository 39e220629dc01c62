#include "simulator/put_log.hpp"

namespace mesoscale::simulator {
namespace {

constexpr std::size_t kept = 100'000;

}  // namespace

json to_json(const put_entry& entry) {
  json body = json::parse(entry.body, nullptr, false);
  if (body.is_discarded()) body = entry.body;
  return json{{"seq", entry.seq},
              {"time", iso_text(entry.time)},
              {"method", entry.method},
              {"path", entry.path},
              {"app", entry.app},
              {"from", entry.from ? json(*entry.from) : json()},
              {"to", entry.to ? json(*entry.to) : json()},
              {"status", entry.status},
              {"effective", entry.effective},
              {"force", entry.force},
              {"deployment_id", entry.deployment_id},
              {"body", std::move(body)}};
}

void put_log::add(put_entry entry) {
  entry.seq = ++last_;
  if (sink_) sink_(to_json(entry).dump(-1, ' ', false, json::error_handler_t::replace));
  entries_.push_back(std::move(entry));
  if (entries_.size() > kept) entries_.pop_front();
}

}  // namespace mesoscale::simulator
