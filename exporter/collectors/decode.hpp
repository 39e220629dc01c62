// What a decoder is: it is fed the body of an answer piece by piece and gives samples, or says why the body is unusable.
// Pure: values in, values out. Which decoder belongs to which endpoint is said by collector.hpp.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/core/metrics.hpp"
#include "common/core/result.hpp"
#include "exporter/collectors/agent_list.hpp"

namespace mesoscale::exporter {

/// What was noticed about an answer that could be used.
struct decode_counts {
  std::size_t keys_missing = 0;    ///< keys that a healthy target always has
  std::size_t keys_unknown = 0;    ///< keys without a row
  std::size_t series_cut = 0;      ///< series beyond the limit of their family
  std::size_t values_refused = 0;  ///< values of a wrong type, not finite, or there twice
  std::map<std::string, std::size_t, std::less<>> cut_of_family = {};  ///< series_cut by family

  void cut(std::string_view of_family) {
    ++series_cut;
    ++cut_of_family[std::string(of_family)];
  }
};

/// What a master says about itself, which decides what its lists are worth.
struct master_standing {
  bool leads = false;
  /// A leader without a quorum of the registry answers with an empty cluster, and in its snapshot nothing but the size of the
  /// registry and the time of its fetch is missing.
  bool has_registry = true;
  bool counts_agents = false;      ///< its snapshot counts agents that are active
  bool counts_frameworks = false;  ///< the same

  bool operator==(const master_standing&) const = default;
};

struct decoded {
  sample_set samples;
  decode_counts counts;
  std::vector<std::string> apps =
      {};  ///< ids of the apps that the answer is about, where another collector asks for them
  std::vector<sample_set> compat =
      {};                   ///< the same under the names of an old exporter, where these are wanted
  std::string leader = {};  ///< host:port of who leads the target's cluster, where the answer is about that
  std::vector<listed_agent> agents = {};         ///< of a master's list: those that can be asked, or were
  std::optional<master_standing> standing = {};  ///< of a master's snapshot, if it tells
};

struct decode_options {
  std::string instance;                       ///< label of every sample
  std::size_t max_series = 200'000;           ///< of one family
  bool zookeeper_detail = false;              ///< the collector zookeeper_detail
  double now = 0;                             ///< seconds since 1970, for what is overdue
  std::vector<std::string> app_labels = {};   ///< labels of apps that become labels of marathon_app_info
  std::vector<std::string> task_labels = {};  ///< labels of tasks that become labels of mesos_task_info
  std::vector<std::string> agent_attributes =
      {};  ///< attributes of agents that become labels of mesos_agent_info
};

class body_decoder {
 public:
  virtual ~body_decoder() = default;
  /// Fails with errc::not_json; nothing more may be fed then.
  virtual result<void> feed(std::string_view piece) = 0;
  /// The samples; fails with errc::not_json (also for a body that ends early) or errc::wrong_shape. Called once.
  virtual result<decoded> finish() = 0;
  /// What it means that the target does not have the endpoint, where that is normal: nothing, unless a decoder says more.
  virtual decoded absent() { return {sample_set(), {}, {}}; }
};

using decoder_factory = std::unique_ptr<body_decoder> (*)(decode_options options);

/// A whole body at once.
result<decoded> decode_body(decoder_factory make, decode_options options, std::string_view body);

}  // namespace mesoscale::exporter
