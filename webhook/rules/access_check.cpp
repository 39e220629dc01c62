#include "webhook/rules/access_check.hpp"

#include "common/net/access_files.hpp"

#include <utility>

namespace mesoscale::webhook {

std::vector<std::string> check_access_files(const rule_file& rules) {
  std::vector<std::string> mistakes;
  const auto check = [&mistakes](const net::http_access& how, const std::string& section) {
    for (std::string& line : net::check_access_files(how, section)) mistakes.push_back(std::move(line));
  };
  for (std::size_t i = 0; i < rules.marathons.size(); ++i)
    check(rules.marathons[i].http, "marathons[" + std::to_string(i) + "]");
  if (rules.prometheus) check(rules.prometheus->http, "prometheus");
  if (rules.mesos) check(rules.mesos->http, "mesos");
  for (std::size_t i = 0; i < rules.alertmanagers.size(); ++i)
    check(rules.alertmanagers[i].http, "alertmanagers[" + std::to_string(i) + "]");
  return mistakes;
}

}  // namespace mesoscale::webhook
