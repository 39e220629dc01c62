#include "common/net/web_config_file.hpp"

#include "common/core/log.hpp"
#include "common/core/yaml.hpp"
#include "common/net/web_tls.hpp"

#include <utility>

#include <sys/stat.h>

namespace mesoscale::net {

namespace {

constexpr std::chrono::seconds look_interval{1};

/// Time, size and inode of a file: one of them changes when it is written or replaced.
std::string stamp_of(const std::string& path) {
  struct stat found {};
  if (path.empty()) return ";";
  if (::stat(path.c_str(), &found) != 0) return "none;";
  return std::to_string(found.st_mtim.tv_sec) + "." + std::to_string(found.st_mtim.tv_nsec) + " " +
         std::to_string(found.st_size) + " " + std::to_string(found.st_ino) + ";";
}

}  // namespace

result<std::shared_ptr<const web_settings>> load_web_settings(const std::string& path) {
  const auto text = read_file(path);
  if (!text) return text.error();
  auto parsed = parse_web_config(*text, path);
  if (!parsed) return parsed.error();
  auto settings = std::make_shared<web_settings>();
  settings->config = *std::move(parsed);
  if (settings->config.tls) {
    auto context = make_web_context(*settings->config.tls);
    if (!context) return failure{errc::invalid, path + ": " + context.error().what};
    settings->tls = *std::move(context);
  }
  return std::shared_ptr<const web_settings>(std::move(settings));
}

result<std::shared_ptr<web_config_file>> web_config_file::open(std::string path) {
  std::shared_ptr<web_config_file> file(new web_config_file(std::move(path)));
  if (auto read = file->read(); !read) return read.error();
  return file;
}

std::string web_config_file::stamp() const {
  std::string all = stamp_of(path_);
  if (!settings_ || !settings_->config.tls) return all;
  const web_tls& tls = *settings_->config.tls;
  for (const auto* named : {&tls.cert_file, &tls.key_file, &tls.client_ca_file}) all += stamp_of(*named);
  return all;
}

result<void> web_config_file::read() {
  const std::string before = stamp();
  auto loaded = load_web_settings(path_);
  if (!loaded) {
    stamp_ = before;
    return loaded.error();
  }
  settings_ = *std::move(loaded);
  // The new version may name other files. The first part is from before the reading: a change meanwhile shows.
  stamp_ = stamp();
  stamp_.replace(0, stamp_.find(';'), before, 0, before.find(';'));
  state_.last_success = std::chrono::system_clock::now();
  state_.is_last_reload_successful = true;
  state_.last_failure.clear();
  return {};
}

result<void> web_config_file::reload() {
  auto done = read();
  if (done) {
    ++state_.reloads;
    log::info("web configuration read again", {{"file", path_}});
    return done;
  }
  const bool is_news = done.error().what != state_.last_failure;
  state_.is_last_reload_successful = false;
  state_.last_failure = done.error().what;
  if (is_news) {
    ++state_.failed_reloads;
    log::error("web configuration not usable, the old one stays in force",
               {{"file", path_}, {"reason", done.error().what}});
  }
  return done;
}

std::shared_ptr<const web_settings> web_config_file::current(time_point now) {
  if (looked_ != time_point{} && now - looked_ < look_interval) return settings_;
  looked_ = now;
  // The failure is in the state and was logged; there is nobody here to tell.
  if (!state_.is_last_reload_successful || stamp() != stamp_) static_cast<void>(reload());
  return settings_;
}

}  // namespace mesoscale::net
