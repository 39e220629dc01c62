#include "webhook/live_check.hpp"

#include "webhook/marathon/marathon_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <map>

namespace mesoscale::webhook {
namespace {

namespace asio = boost::asio;

std::string at(const rule& of) { return of.place + ": rule \"" + of.name + "\": "; }

bool has_prefix(const label_set& labels, std::string_view prefix) {
  const auto it = labels.lower_bound(prefix);
  return it != labels.end() && it->first.compare(0, prefix.size(), prefix) == 0;
}

asio::awaitable<void> look(std::shared_ptr<const rule_file> rules, std::shared_ptr<net::http_client> http,
                           live_findings* out) {
  std::map<std::string, std::unique_ptr<marathon_api>> clients;
  for (const rule& r : rules->rules) {
    const marathon_settings* const settings = rules->find_marathon(r.marathon);
    if (r.app_id.empty() || !settings) continue;
    auto& client = clients[r.marathon];
    if (!client) client = make_marathon_client(http, *settings, [](const std::string&) {});
    const read_answer reading = co_await client->read_app(r.app_id, "");
    check_app(r, r.app_id, reading, *out);
  }
}

}  // namespace

void check_app(const rule& of, const std::string& app, const read_answer& reading, live_findings& out) {
  if (reading.what == read_answer::kind::unavailable) {
    out.errors.push_back(at(of) + "found no answer about " + app + " (" + reading.why +
                         "), expected one of " + of.marathon);
    return;
  }
  if (reading.what == read_answer::kind::missing) {
    out.errors.push_back(at(of) + "found no app " + app + " in " + of.marathon + ", expected one");
    return;
  }
  const label_set& labels = reading.app.labels;
  const auto single = labels.find("MARATHON_SINGLE_INSTANCE_APP");
  const bool is_single = single != labels.end() && single->second == "true";
  if (is_single && of.max_instances > 1) {
    out.warnings.push_back(at(of) + "found MARATHON_SINGLE_INSTANCE_APP on " + app +
                           ", expected max_instances: 1 (Marathon refuses more)");
  }
  if (has_prefix(labels, "autoscale.") && has_prefix(labels, "use_marathon_autoscaler")) {
    out.warnings.push_back(at(of) + "found labels of two autoscalers on " + app + ", expected those of one");
  }
}

live_findings check_live(const std::shared_ptr<const rule_file>& rules) {
  live_findings out;
  asio::io_context io;
  const auto http = net::make_http_client(io.get_executor());
  asio::co_spawn(io, look(rules, http, &out), [&io](std::exception_ptr) { io.stop(); });
  io.run();
  return out;
}

}  // namespace mesoscale::webhook
