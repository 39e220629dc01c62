#include "exporter/collectors/marathon_groups.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "exporter/collectors/element_values.hpp"
#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/marathon.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& group_rows() {
  static const row_finder rows(marathon_group_table());
  return rows;
}

const answer_shape& group_shape() {
  static const answer_shape shape = [] {
    answer_shape made({{"apps/[]", json_kinds::object},
                       {"id", json_kinds::text},
                       {"pods/[]", json_kinds::object},
                       {"version", json_kinds::text}});
    made.repeat_in("groups");
    return made;
  }();
  return shape;
}

class group_decoder final : public json_decoder {
 public:
  explicit group_decoder(decode_options options)
      : json_decoder(marathon_group_table(), root::object, std::move(options), group_shape()), open_(1) {}

 private:
  struct group {
    std::optional<std::string> id;
    element_values values{group_rows()};
  };

  // A group of level n is behind n times "groups", "[]"; nothing when the path is not that of a group or its member.
  static std::optional<std::size_t> level_of(const json_path& path, std::size_t depth) {
    if (depth % 2 != 0) return std::nullopt;
    for (std::size_t i = 0; i < depth; i += 2) {
      if (path[i] != "groups" || path[i + 1] != "[]") return std::nullopt;
    }
    return depth / 2;
  }

  void begin(const json_path& path, bool) override {
    if (const auto level = level_of(path, path.depth())) {
      open_.resize(*level);
      open_.emplace_back();
      return;
    }
    const std::string_view key = path.key();
    if (const auto level = level_of(path, path.depth() - 1); level && (key == "apps" || key == "pods")) {
      open_[*level].values.set(key, 0);
      return;
    }
    if (path.depth() < 2 || key != "[]") return;
    const std::string_view list = path[path.depth() - 2];
    const auto level = level_of(path, path.depth() - 2);
    if (level && (list == "apps" || list == "pods") && open_[*level].values.find(list)) {
      open_[*level].values.add(list, 1);
    }
  }

  void scalar(const json_path& path, const json_scalar& value) override {
    const auto level = level_of(path, path.depth() - 1);
    if (!level) return;
    group& of = open_[*level];
    if (path.key() == "id") of.id = value.string;
    if (path.key() == "version") of.values.take("version", value, writer());
  }

  void end(const json_path& path) override {
    const auto level = level_of(path, path.depth());
    if (!level || open_.size() <= *level) return;
    open_[*level].id ? write(open_[*level], *level) : refuse_nameless(path);
  }

  void write(const group& of, std::size_t level) {
    const label group_label[] = {{"group", *of.id}};
    of.values.write(group_label, writer());
    ++groups_;
    depth_ = std::max(depth_, level);
  }

  result<void> check() override {
    if (!open_.front().id) return failure{errc::wrong_shape, "the answer has no \"id\" of the root group"};
    write(open_.front(), 0);
    writer().add(*group_rows().find("groups"), static_cast<double>(groups_));
    writer().add(*group_rows().find("depth"), static_cast<double>(depth_));
    return {};
  }

  std::vector<group> open_;  ///< the root and the groups that are being read, by level
  std::size_t groups_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

std::unique_ptr<body_decoder> make_group_decoder(decode_options options) {
  return std::make_unique<group_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
