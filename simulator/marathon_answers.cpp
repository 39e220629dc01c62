#include "simulator/marathon_answers.hpp"

namespace mesoscale::simulator {

net::http_response answer_json(int status, const json& body) {
  net::http_response out;
  out.status = status;
  out.headers.set("Content-Type", "application/json");
  out.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
  return out;
}

net::http_response message(int status, const std::string& text) {
  return answer_json(status, {{"message", text}});
}

net::http_response unknown_app(const std::string& id) {
  return message(404, "App '" + id + "' does not exist");
}

bool flag(const net::http_request& request, std::string_view name, bool otherwise) {
  const auto values = net::query_values(request.query, name);
  return values.empty() ? otherwise : values.front() == "true";
}

}  // namespace mesoscale::simulator
