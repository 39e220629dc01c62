#include "exporter/collectors/mesos_version.hpp"

#include <string>
#include <utility>
#include <vector>

#include "exporter/collectors/json_decoder.hpp"
#include "exporter/tables/mesos_version.hpp"
#include "exporter/tables/row_finder.hpp"

namespace mesoscale::exporter {
namespace {

const row_finder& version_rows() {
  static const row_finder rows(mesos_version_table());
  return rows;
}

const answer_shape& version_shape() {
  static const answer_shape shape({{"git_sha", json_kinds::text}, {"version", json_kinds::text}});
  return shape;
}

class version_decoder final : public json_decoder {
 public:
  explicit version_decoder(decode_options options)
      : json_decoder(mesos_version_table(), root::object, std::move(options), version_shape()) {}

 private:
  void scalar(const json_path& path, const json_scalar& value) override {
    if (path.is({"version"})) version_ = value.string;
    if (path.is({"git_sha"})) git_sha_ = value.string;
  }

  // A binary that was built outside of a repository has no revision.
  result<void> check() override {
    if (version_.empty()) return failure{errc::wrong_shape, "the answer has no text \"version\""};
    std::vector<label> labels{{"version", version_}};
    if (!git_sha_.empty()) labels.push_back({"git_sha", git_sha_});
    writer().add(*version_rows().find("version"), 1, labels);
    return {};
  }

  std::string version_;
  std::string git_sha_;
};

}  // namespace

std::unique_ptr<body_decoder> make_version_decoder(decode_options options) {
  return std::make_unique<version_decoder>(std::move(options));
}

}  // namespace mesoscale::exporter
