// A place for a store that is gone with the test.
#pragma once

#include "webhook/store/database.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace mesoscale::webhook {

class temporary_store {
 public:
  temporary_store() {
    std::string pattern = (std::filesystem::temp_directory_path() / "mesoscale-store-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~temporary_store() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  temporary_store(const temporary_store&) = delete;
  temporary_store& operator=(const temporary_store&) = delete;

  const std::string& folder() const { return folder_; }
  std::string path() const { return folder_ + "/state.db"; }
  storage_location location(const std::string& vfs = "") const { return {path(), vfs}; }

 private:
  std::string folder_;
};

}  // namespace mesoscale::webhook
