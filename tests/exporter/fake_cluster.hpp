// Daemons on loopback that answer with real captures or with faults, and an exporter that scrapes them over real sockets,
// all on one io_context. For integration tests.
#pragma once

#include <boost/asio/io_context.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/net/http_client.hpp"
#include "common/net/http_server.hpp"
#include "exporter/program.hpp"
#include "tests/exporter/page.hpp"
#include "tests/exporter/run.hpp"

namespace mesoscale::exporter::testing {

/// An answer as it was captured: status, Content-Type, Location, body.
net::http_response captured(const std::string& file);

net::http_response json(std::string body);

/// A server that answers by path; what it does not know is Mesos' 404.
class daemon {
 public:
  explicit daemon(asio::io_context& io);

  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  void say(const std::string& path, net::http_response response) { answers_[path] = std::move(response); }
  /// The same answer to everything.
  void always(net::http_response response) { always_ = std::move(response); }
  /// From now on Mesos' 401 for who does not send this Authorization header.
  void require_login(std::string authorization) { login_ = std::move(authorization); }
  std::size_t asked(const std::string& path) const;
  /// Stops to listen: connections are refused from now on.
  void leave();

 private:
  asio::awaitable<net::http_response> answer(net::http_request request);

  asio::io_context& io_;
  std::map<std::string, net::http_response> answers_;
  std::optional<net::http_response> always_;
  std::string login_;
  std::vector<std::string> asked_;
  std::shared_ptr<net::http_server> server_;
  std::uint16_t port_ = 0;
};

class fake_cluster {
 public:
  daemon& add_master(const std::string& capture);
  daemon& add_agent(const std::string& capture);
  daemon& add_marathon();
  /// A daemon of the kind with nothing to say yet.
  daemon& add(target_kind kind);
  /// Lets a master list these agents.
  void list_agents(daemon& master, const std::vector<const daemon*>& agents);

  /// Starts the exporter, in place of one that was started before. To the targets of the options come the masters and Marathon that were added, and agents that were
  /// added by their kind; agents that were added by their capture must be discovered.
  void start(exporter_options options = {});

  /// GET of a path of the exporter.
  net::http_response get(const std::string& path, const net::header_list& headers = {});
  page scrape(const std::string& query = {});
  /// Several scrapes, some at a time; all pages.
  std::vector<net::http_response> scrape_many(std::size_t count, std::size_t at_once);

  /// Descriptors of this process, once closed connections have been noticed at both ends: comes back as soon as there are no
  /// more than wanted, or after a moment.
  std::size_t open_descriptors(std::size_t wanted);

  asio::io_context io;

 private:
  asio::awaitable<net::http_response> fetch(std::string path, net::header_list headers);
  asio::awaitable<void> fetch_into(std::string path, net::http_response* into);
  asio::awaitable<std::vector<net::http_response>> fetch_many(std::size_t count, std::size_t at_once);

  std::vector<std::unique_ptr<daemon>> daemons_;
  exporter_options targets_;
  std::shared_ptr<net::http_client> client_;
  std::unique_ptr<program> exporter_;
};

}  // namespace mesoscale::exporter::testing
