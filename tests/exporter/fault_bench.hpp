// Broken servers and an exporter that scrapes them over real sockets, alone or beside a healthy cluster; and the checks that every
// broken server has in common. For integration tests.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "tests/exporter/fault_cells.hpp"
#include "tests/exporter/fault_table.hpp"
#include "tests/exporter/healthy_cluster.hpp"
#include "tests/exporter/memory_watch.hpp"
#include "tests/exporter/wire_server.hpp"

namespace mesoscale::exporter::testing {

struct broken_target {
  const module_case& of;
  const fault& what;
  std::unique_ptr<wire_server> server;
  std::string address() const { return server->address(); }
  /// The reason that the contract names for it.
  const std::string& reason() const;
};

/// The limit of bodies in these tests.
inline constexpr std::size_t largest_body = 1u << 20;

/// Of one endless answer, how much may be written before the exporter has had enough: far below what it has, far above what the two
/// sockets buffer (net.ipv4.tcp_wmem and tcp_rmem let them grow to 4 and 6 MiB).
inline constexpr std::size_t bounded_bytes = 32u << 20;

/// How much the memory may grow by so many answers without an end at once. Each may hold two copies of the largest body (a text that
/// grows is copied once more), and the buffers to read into and to inflate into (net::buffer_pool: 64 KiB each), a header (32 KiB)
/// and zlib's state (40 KiB); the servers of the test have buffers to write from. Once, there is what the page and the heap need.
constexpr std::size_t bounded_growth(std::size_t answers) {
  constexpr std::size_t of_an_answer = 2 * largest_body + 5 * 64 * 1024;
  constexpr std::size_t once = 16u << 20;
  return once + answers * of_an_answer;
}

class fault_bench {
 public:
  enum class company { none, healthy_cluster };
  enum class login { basic, token, dcos };

  explicit fault_bench(company beside);
  ~fault_bench();
  fault_bench(const fault_bench&) = delete;
  fault_bench& operator=(const fault_bench&) = delete;

  /// A server with this fault in the answers to these paths, and the healthy answer to all others; no paths: in all answers.
  broken_target& add(const module_case& of, const fault& what, std::set<std::string> paths = {});

  /// The text of a page of an exporter with these options, all broken targets and, maybe, the healthy ones.
  std::string scrape(exporter_options options);
  /// The same of a scrape whose targets hang: fails the test unless it ends by the deadline of the options and a moment.
  std::string scrape_in_time(const exporter_options& options);
  /// How the exporter logs in from now on; "basic" unless told.
  void log_in_by(login way);
  /// The header line that goes with each request to a target.
  std::string login_line() const;
  /// Limits for a test: bodies of 1 MiB, and the time.
  static exporter_options options_with(std::chrono::milliseconds timeout);

  const std::vector<broken_target>& broken() const { return broken_; }
  const std::vector<std::string>& healthy() const { return healthy_; }
  const wire_server& elsewhere() const { return *elsewhere_; }

 private:
  void add_healthy_ones();
  void add_login(http_access& to) const;
  wire_answer answer(const broken_target& from, const std::set<std::string>& paths,
                     const std::string& request);

  std::optional<fake_cluster> alone_;
  std::optional<healthy_cluster> company_;
  fake_cluster& cluster_;
  std::filesystem::path password_file_, key_file_;
  login login_ = login::basic;
  daemon dcos_;  ///< gives a token to everybody
  std::unique_ptr<wire_server> elsewhere_, gone_;
  std::vector<std::unique_ptr<wire_server>> zookeepers_;
  std::vector<std::string> healthy_;
  std::vector<broken_target> broken_;
};

/// What of an instance is on a page: names and labels.
std::set<std::pair<std::string, labels_map>> series_of(const page& whole, const std::string& instance);

/// Fails the test unless the page tells of the target what its fault's row says, and nothing else.
void expect_told(const page& whole, const broken_target& one);

/// Fails the test unless the healthy ones have on a page what they had before.
void expect_healthy_as_before(const fault_bench& bench, const page& before, const page& now);

/// Fails the test unless no endless answer of a broken target was read far.
void expect_read_no_further(const std::vector<broken_target>& broken);

/// The same, and unless the memory grew by no more than bounded_growth of the broken targets.
void expect_bounded(const memory_watch& watch, const std::vector<broken_target>& broken);

}  // namespace mesoscale::exporter::testing
