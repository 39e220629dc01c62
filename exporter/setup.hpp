// What one version of the configuration makes: client, discovery, scraper, pages. A reload makes another one beside it; requests
// that have begun end with the old one. program.hpp holds what outlives a reload.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include <memory>

#include "exporter/discovery/discovery.hpp"
#include "exporter/discovery/master_directory.hpp"
#include "exporter/options/options.hpp"
#include "exporter/web/own_metrics.hpp"
#include "exporter/web/pages.hpp"

namespace mesoscale::exporter {

struct setup {
  std::shared_ptr<discovery> agents;  ///< null: agents are not discovered
  std::shared_ptr<pages> shown;
};

/// directory must follow the clusters of the options.
setup make_setup(asio::any_io_executor executor, const exporter_options& options,
                 std::shared_ptr<own_metrics> own, std::shared_ptr<master_directory> directory);

}  // namespace mesoscale::exporter
