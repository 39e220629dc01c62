// The faults of the matrix: what goes over the wire, and what the contract says must be told of it. The expectations are written from
// the contract (one closed list of reasons; up is about the main answer; one wrong value costs that value), not from what the code does.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "tests/exporter/fault_modules.hpp"
#include "tests/exporter/wire_server.hpp"

namespace mesoscale::exporter::testing {

struct fault;

/// What a fault is made from: the request's path (or word), the good answer to it, and where redirects may lead.
struct situation {
  const module_case& of;
  std::string path;
  std::optional<std::string> good;  ///< nothing: a healthy server does not have the path
  std::string self;                 ///< host:port of the faulty server
  std::string elsewhere;            ///< of a server that answers 401 and remembers what it was asked
  std::string gone;                 ///< where nobody listens
};

/// What is looked at besides the reason.
enum class claim {
  nothing_more,
  hangs,           ///< no answer ever comes: the scrape has to end by its deadline
  bounded,         ///< the answer has no end in sight: neither may memory grow with it, nor all of it be read
  credentials,     ///< the other place was asked without any
  complete,        ///< nothing is wrong at all
  one_value_lost,  ///< wrong_family is absent and counted, the rest is there
  one_value_absent,  ///< the same for what is no mistake: not counted
  name_is_a_label,   ///< the name stands on the page as it is
  name_is_mended,    ///< bytes that are not UTF-8 became U+FFFD
};

struct fault {
  std::string name;
  /// Of the main collector, of the closed list; "" where the answer can be used.
  std::string reason;
  wire_answer (*make)(const situation&, const fault& what);
  claim also = claim::nothing_more;
  /// The reason where redirects are followed; "" for the same.
  std::string reason_if_followed = {};
  std::optional<bool> up = {};       ///< where it is not what the reason says
  std::optional<bool> serving = {};  ///< zookeeper_serving
  std::string odd_name = {};         ///< as it stands in the answer before it is escaped
  std::string body = {};  ///< of an answer that is made beforehand; the name is then as the page has it
};

/// Of servers with HTTP.
std::span<const fault> http_faults();
/// Of ZooKeeper's client port.
std::span<const fault> word_faults();
std::span<const fault> faults_of(const module_case& of);

/// The label's value that the page must have for a fault with one of the last two claims.
std::string expected_name(const fault& what);

}  // namespace mesoscale::exporter::testing
