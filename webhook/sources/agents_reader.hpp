// Reads a master's list of agents, GET /slaves, piece by piece: what is free on each agent. The list of a large cluster has tens of
// megabytes, of which only four numbers an agent are kept.
#pragma once

#include "common/core/json_stream.hpp"
#include "webhook/marathon/answer.hpp"

#include <vector>

namespace mesoscale::webhook {

/// What is free on each active agent, in the units of resource_need.
using free_resources = std::vector<resource_need>;

class agents_reader final : private json_visitor {
 public:
  agents_reader() : stream_(*this) {}

  result<void> feed(std::string_view piece) { return stream_.feed(piece); }
  /// Failure when the text has no agents, some without resources and used_resources, or when agents have yet to register again
  /// with a new master: then nothing is known.
  result<free_resources> finish();

 private:
  void on_begin(const json_path& path, bool is_object) override;
  void on_end(const json_path& path, bool is_object) override;
  void on_scalar(const json_path& path, const json_scalar& value) override;

  struct agent {
    resource_need all, used;
    bool is_active = true, has_all = false, has_used = false;
  };

  json_stream stream_;
  free_resources out_;
  agent current_;
  bool has_list_ = false;
  std::size_t agents_ = 0;
  std::size_t recovered_ = 0;  ///< that a master which was just elected knows from the registry only
  bool has_odd_agent_ = false;
};

}  // namespace mesoscale::webhook
