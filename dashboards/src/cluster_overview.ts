// The cluster on one page: who leads, what it has and uses, its tasks, Marathon's apps, and what the webhook does about them.
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { board, chart, figure, where } from './panels.js';

const seed = 'mesos_up|marathon_up|mesoscale_webhook_alerts_open';

// Containers come per agent, instances per Marathon: each is brought to one series per app, so that nothing counts twice.
const cpu_per_instance = `sum by (app) (max by (app, container_id) (
  rate(mesos_container_cpu_user_seconds_total${where('app!=""')}[$__rate_interval])
    + rate(mesos_container_cpu_system_seconds_total${where('app!=""')}[$__rate_interval])
)) / (max by (app) (marathon_app_instances_running${where()}) > 0)`;

export function cluster_overview(): dashboard.DashboardBuilder {
  const page = board('Mesos / Cluster overview', 'mesoscale-cluster-overview', seed);

  page
    .withRow(new dashboard.RowBuilder('Cluster'))
    .withPanel(
      figure(
        { title: 'Leading master', description: 'The master that says it is elected.', unit: 'none' },
        6,
        { expr: `mesos_master_elected${where()} == 1`, legend: '{{instance}}' },
        { good_from: 1 },
        true,
      ),
    )
    .withPanel(
      figure(
        { title: 'Agents', description: 'Active agents, as the leading master counts them.', unit: 'none' },
        3,
        { expr: `max(mesos_master_agents${where('state="active"')})`, legend: 'active' },
        { good_from: 1 },
      ),
    )
    .withPanel(
      figure(
        { title: 'Agents unreachable', description: 'Agents that the leading master has lost.', unit: 'none' },
        3,
        { expr: `max(mesos_master_agents${where('state="unreachable"')})`, legend: 'unreachable' },
        { bad_from: 1 },
      ),
    )
    .withPanel(
      figure(
        { title: 'Targets down', description: 'Masters, agents and Marathons without a usable answer.', unit: 'none' },
        3,
        { expr: `count(mesos_up${where()} == 0 or marathon_up${where()} == 0) or vector(0)`, legend: 'down' },
        { bad_from: 1 },
      ),
    )
    .withPanel(
      figure(
        { title: 'Tasks running', description: 'Running tasks of all frameworks.', unit: 'none' },
        3,
        { expr: `max(mesos_master_tasks${where('state="running"')})`, legend: 'running' },
      ),
    )
    .withPanel(
      figure(
        { title: 'Apps', description: 'Apps that Marathon knows.', unit: 'none' },
        3,
        { expr: `count(max by (app) (marathon_app_instances_desired${where()}))`, legend: 'apps' },
      ),
    )
    .withPanel(
      figure(
        { title: 'Deployments', description: 'Deployments of Marathon in flight. An app with one refuses other changes.', unit: 'none' },
        3,
        { expr: `max(marathon_deployments${where()})`, legend: 'in flight' },
      ),
    );

  page
    .withRow(new dashboard.RowBuilder('Resources'))
    .withPanel(
      chart({ title: 'CPUs', description: 'CPUs that the agents offer and that tasks hold.', unit: 'short' }, 8, [
        { expr: `max(mesos_master_cpus${where()})`, legend: 'total' },
        { expr: `max(mesos_master_cpus_used${where()})`, legend: 'used' },
      ]),
    )
    .withPanel(
      chart({ title: 'Memory', description: 'Memory that the agents offer and that tasks hold.', unit: 'bytes' }, 8, [
        { expr: `max(mesos_master_mem_bytes${where()})`, legend: 'total' },
        { expr: `max(mesos_master_mem_used_bytes${where()})`, legend: 'used' },
      ]),
    )
    .withPanel(
      chart({ title: 'Disk', description: 'Disk that the agents offer and that tasks hold.', unit: 'bytes' }, 8, [
        { expr: `max(mesos_master_disk_bytes${where()})`, legend: 'total' },
        { expr: `max(mesos_master_disk_used_bytes${where()})`, legend: 'used' },
      ]),
    )
    .withPanel(
      chart({ title: 'CPUs held per agent', description: 'Share of each agent\'s CPUs that tasks hold.', unit: 'percentunit' }, 8, [
        { expr: `mesos_agent_cpus_used${where()} / (mesos_agent_cpus${where()} > 0)`, legend: '{{instance}}' },
      ]).max(1),
    )
    .withPanel(
      chart({ title: 'Tasks by state', description: 'Tasks that have not ended, as the leading master counts them.', unit: 'short' }, 8, [
        { expr: `max by (state) (mesos_master_tasks${where()})`, legend: '{{state}}' },
      ]),
    )
    .withPanel(
      chart({ title: 'Tasks ended', description: 'Tasks that ended per second, by how they ended.', unit: 'cps' }, 8, [
        { expr: `sum by (state) (rate(mesos_master_tasks_terminal_total${where()}[$__rate_interval]))`, legend: '{{state}}' },
      ]),
    );

  page
    .withRow(new dashboard.RowBuilder('Apps'))
    .withPanel(
      chart({ title: 'Instances running', description: 'Running instances of each app.', unit: 'short' }, 8, [
        { expr: `max by (app) (marathon_app_instances_running${where()})`, legend: '{{app}}' },
      ]),
    )
    .withPanel(
      chart({ title: 'Instances missing or unhealthy', description: 'Instances that are wanted and do not run, and those that fail their health checks.', unit: 'short' }, 8, [
        {
          expr: `max by (app) (marathon_app_instances_desired${where()}) - max by (app) (marathon_app_instances_running${where()})`,
          legend: '{{app}} missing',
        },
        { expr: `max by (app) (marathon_app_instances_unhealthy${where()})`, legend: '{{app}} unhealthy' },
      ]),
    )
    .withPanel(
      chart({ title: 'CPU per instance', description: 'CPU time that the app\'s containers use, divided by its running instances.', unit: 'short' }, 8, [
        { expr: cpu_per_instance, legend: '{{app}}' },
      ]),
    );

  page
    .withRow(new dashboard.RowBuilder('Scaling'))
    .withPanel(
      chart({ title: 'Instances: current, wanted, bounds', description: 'What the app has, what the webhook decided, and the bounds of its rules.', unit: 'short' }, 12, [
        { expr: `mesoscale_webhook_app_instances_current${where()}`, legend: '{{app}} current' },
        { expr: `mesoscale_webhook_app_instances_wanted${where()}`, legend: '{{app}} wanted' },
        { expr: `mesoscale_webhook_app_instances_min${where()}`, legend: '{{app}} min' },
        { expr: `mesoscale_webhook_app_instances_max${where()}`, legend: '{{app}} max' },
      ]),
    )
    .withPanel(
      chart({ title: 'Decisions', description: 'Decisions of the webhook within the interval, by rule and outcome.', unit: 'short' }, 6, [
        {
          expr: `sum by (rule, direction, outcome) (increase(mesoscale_webhook_decisions_total${where()}[$__rate_interval]))`,
          legend: '{{rule}} {{direction}} {{outcome}}',
        },
      ]),
    )
    .withPanel(
      chart({ title: 'Alerts open', description: 'Alerts that the webhook holds as firing.', unit: 'short' }, 6, [
        { expr: `mesoscale_webhook_alerts_open${where()}`, legend: '{{instance}}' },
      ]),
    );

  page
    .withRow(new dashboard.RowBuilder('Exporter'))
    .withPanel(
      chart({ title: 'Collector duration', description: 'How long each collector took on its slowest target.', unit: 's' }, 12, [
        {
          expr: `max by (collector) (mesoscale_exporter_collector_duration_seconds${where()})`,
          legend: '{{collector}}',
        },
      ]),
    )
    .withPanel(
      chart({ title: 'Failures', description: 'Collectors that fail, by target and reason.', unit: 'short' }, 12, [
        {
          expr: `sum by (collector, reason) (mesoscale_exporter_target_failure${where()})`,
          legend: '{{collector}} {{reason}}',
        },
      ]),
    );

  return page;
}
