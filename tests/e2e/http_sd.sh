#!/usr/bin/env bash
# Prometheus with the documented configuration learns 50 agents from /sd and scrapes each through /probe: all are up, agents that come
# and go are followed, and nobody else is asked.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"

start simulator "$build/simulator/mesoscale-simulator" --masters=2 --agents=50 --mesos.master-port=0 --mesos.agent-port=0 --marathon.port=0 \
  --chronos.port=0 --agent.removal-delay=2s --control.port=0 --endpoints.file="$work/endpoints.json"
within 20 "the simulated cluster's start" has_endpoints
control=$(jq -r .control "$work/endpoints.json")
marathon=$(jq -r '.marathon[0]' "$work/endpoints.json")
start_exporter --chronos="$(jq -r '.chronos[0]' "$work/endpoints.json")"

free_port; prometheus=127.0.0.1:$port
configured "$top/docs/examples/prometheus-http-sd.yml" "$work/prometheus.yml" "s/mesoscale-exporter:9105/$exporter/" \
  's/scrape_interval: 15s/scrape_interval: 2s/' 's/refresh_interval: 30s/refresh_interval: 1s/'
start prometheus prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" --web.listen-address="$prometheus"
within 20 "Prometheus' start" answers "http://$prometheus/-/ready"

is() { [ "$(query "$1")" = "$2" ]; }
within 20 "50 agents that are up" is 'count(up{job="mesos-agents"} == 1)' 50
is 'count(mesos_up{job="mesos-agents"} == 1)' 50 || fail "not every agent's page says that it is up"
is 'count(count by (instance) (mesos_agent_cpus))' 50 || fail "not every agent has its CPUs under its own instance"
is 'count(up{job="mesos-masters"} == 1)' 2 || fail "the masters are not up"
is 'count(up{job="marathon"} == 1)' 1 || fail "Marathon is not up"
is 'count(up{job="chronos"} == 1)' 1 && is 'count(chronos_up{job="chronos"} == 1)' 1 || fail "Chronos is not up"
is 'count(up{job="mesoscale-exporter"} == 1)' 1 || fail "the exporter's own metrics are not up"
is 'count(up == 0) or vector(0)' 0 || fail "something is down"
say "50 agents, 2 masters, Marathon, Chronos and the exporter are up"

# active TARGET: whether Prometheus scrapes it now.
agents() { get "http://$prometheus/api/v1/targets?state=active" | jq -r '.data.activeTargets[].labels | select(.job == "mesos-agents").instance'; }
gone=$(jq -r '.agents[6]' "$work/endpoints.json" | sed 's|http://||')
agents | grep -qxF "$gone" || fail "$gone is not among the targets"
get -o /dev/null -X POST -H 'Content-Type: application/json' -d '{"add":2}' "$control/control/agents" || fail "no agents were added"
get -o /dev/null -X POST -H 'Content-Type: application/json' -d "{\"remove\":\"$gone\"}" "$control/control/agents" ||
  fail "no agent was removed"
followed() { [ "$(agents | wc -l)" = 51 ] && ! agents | grep -qxF "$gone"; }
within 15 "two more agents and one less among the targets" followed
within 10 "51 agents that are up" is 'count(up{job="mesos-agents"} == 1)' 51
say "agents that came and went are followed"

status() { curl -sS --max-time 3 -o /dev/null -w '%{http_code}' "http://$exporter/probe?module=$1&target=$2"; }
[ "$(status mesos_agent "$exporter")" = 403 ] || fail "a stranger was asked"
[ "$(status mesos_agent "$gone")" = 403 ] || fail "an agent that has left is asked"
[ "$(status mesos_agent "$prometheus")" = 403 ] || fail "a stranger was asked"
[ "$(status nothing "$gone")" = 400 ] || fail "an unknown module is no bad request"
say "strangers are refused"
