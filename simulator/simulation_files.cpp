// The files of a simulation: app definitions that are read at start, the endpoints and the log of changes that are written.
#include "simulator/simulation.hpp"

#include "common/core/yaml.hpp"

#include <cstdio>
#include <fstream>

namespace mesoscale::simulator {

result<void> simulation::open_put_log() {
  if (options_.put_log_file.empty()) return {};
  auto file = std::make_shared<std::ofstream>(options_.put_log_file, std::ios::app);
  if (!*file)
    return failure{errc::invalid,
                   options_.put_log_file + ": cannot be written, expected a file for --put-log"};
  put_log_file_ = std::move(file);
  return {};
}

result<void> simulation::post_app_files() {
  for (const std::string& path : options_.app_files) {
    const auto text = read_file(path);
    if (!text) return text.error();
    json apps = json::parse(*text, nullptr, false);
    if (apps.is_discarded())
      return failure{errc::invalid, path + ": found text that is not JSON, expected an app definition"};
    if (!apps.is_array()) apps = json::array({apps});
    for (const json& one : apps) {
      net::http_request request;
      request.method = "POST";
      request.path = "/v2/apps";
      request.headers.set("Content-Type", "application/json");
      request.body = one.dump();
      const net::http_response answer = marathon_->answer(request);
      if (answer.status != 201)
        return failure{errc::invalid, path + ": Marathon refuses the app: " + answer.body};
    }
  }
  return {};
}

/// Written beside and renamed, so that whoever waits for the file never reads half of it.
result<void> simulation::write_endpoints() const {
  if (options_.endpoints_file.empty()) return {};
  const std::string beside = options_.endpoints_file + ".new";
  std::ofstream file(beside);
  file << endpoints().dump(2) << '\n';
  file.close();
  if (!file || std::rename(beside.c_str(), options_.endpoints_file.c_str()) != 0)
    return failure{errc::invalid,
                   options_.endpoints_file + ": cannot be written, expected a file for --endpoints.file"};
  return {};
}

}  // namespace mesoscale::simulator
