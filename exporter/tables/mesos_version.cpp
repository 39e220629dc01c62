#include "exporter/tables/mesos_version.hpp"

#include "exporter/tables/table_check.hpp"

namespace mesoscale::exporter {
namespace {

using namespace table_words;
using enum source_unit;
using enum presence;

// clang-format off
constexpr family families[] = {
    gauge("mesos_master_info", "1 with the version of the master, told by each master for itself; asked at most once a minute (/version: version, git_sha)"),
};

constexpr row rows[] = {
    {"version", "mesos_master_info", plain, sometimes, "", "git_sha,version"},
};
// clang-format on

}  // namespace

const metric_table& mesos_version_table() {
  static constexpr metric_table table = make_table<families, rows>();
  return table;
}

}  // namespace mesoscale::exporter
