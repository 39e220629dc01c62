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

#include "tests/exporter/fault_table.hpp"
#include "tests/exporter/healthy_cluster.hpp"
#include "tests/exporter/wire_server.hpp"

namespace mesoscale::exporter::testing {

/// A fault that is no answer: nobody listens.
const fault& refusal();

struct broken_target {
  const module_case& of;
  const fault& what;
  std::unique_ptr<wire_server> server;
  std::string address() const { return server->address(); }
  /// The reason that the contract names for it.
  const std::string& reason() const;
};

class fault_bench {
 public:
  enum class company { none, healthy_cluster };

  explicit fault_bench(company beside);
  ~fault_bench();
  fault_bench(const fault_bench&) = delete;
  fault_bench& operator=(const fault_bench&) = delete;

  /// A server with this fault in the answers to these paths, and the healthy answer to all others; no paths: in all answers.
  broken_target& add(const module_case& of, const fault& what, std::set<std::string> paths = {});

  /// The text of a page of an exporter with these options, all broken targets and, maybe, the healthy ones.
  std::string scrape(exporter_options options);
  /// Limits for a test: bodies of 1 MiB, and the time.
  static exporter_options options_with(std::chrono::milliseconds timeout);

  const std::vector<broken_target>& broken() const { return broken_; }
  const std::vector<std::string>& healthy() const { return healthy_; }
  const wire_server& elsewhere() const { return *elsewhere_; }

 private:
  void add_healthy_ones();
  wire_answer answer(const broken_target& from, const std::set<std::string>& paths,
                     const std::string& request);

  std::optional<fake_cluster> alone_;
  std::optional<healthy_cluster> company_;
  fake_cluster& cluster_;
  std::filesystem::path password_file_;
  std::unique_ptr<wire_server> elsewhere_, gone_;
  std::vector<std::unique_ptr<wire_server>> zookeepers_;
  std::vector<std::string> healthy_;
  std::vector<broken_target> broken_;
};

/// What of an instance is on a page: names and labels.
std::set<std::pair<std::string, labels_map>> series_of(const page& whole, const std::string& instance);

/// Fails the test unless the page tells of the target what its fault's row says, and nothing else.
void expect_told(const page& whole, const broken_target& one);

/// The most memory that this process has had so far, in bytes.
std::size_t peak_memory();

}  // namespace mesoscale::exporter::testing
