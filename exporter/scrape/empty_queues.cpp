#include "exporter/scrape/empty_queues.hpp"

#include "exporter/collectors/marathon_queue.hpp"
#include "exporter/scrape/target_report.hpp"

namespace mesoscale::exporter {

void add_empty_queues(std::span<const target_report> targets, sample_set& status) {
  for (const target_report& report : targets) {
    const outcome* const apps = report.brought("marathon_apps");
    const outcome* const queue = report.brought("marathon_queue");
    if (apps == nullptr || queue == nullptr) continue;
    add_apps_not_queued(apps->data, queue->data, report.of.instance(), status);
  }
}

}  // namespace mesoscale::exporter
