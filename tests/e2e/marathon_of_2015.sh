#!/usr/bin/env bash
# Three Marathons 0.8.1, which do not say in their answers who leads: the exporter counts their cluster once, on one page and by /probe.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"

start simulator "$build/simulator/mesoscale-simulator" --era=2015 --masters=1 --agents=2 --marathon.followers=2 --mesos.master-port=0 \
  --mesos.agent-port=0 --marathon.port=0 --control.port=0 --start-delay=1s --app-file="$top/docs/examples/web.json" \
  --endpoints.file="$work/endpoints.json"
within 20 "the simulated cluster's start" has_endpoints
marathon=$(jq -r '.marathon[0]' "$work/endpoints.json")
leader=${marathon#http://}
mapfile -t followers < <(jq -r '.marathon[1:][]' "$work/endpoints.json")
start_exporter --marathon="${followers[0]}" --marathon="${followers[1]}"

# tellers FILE: the instances that tell of apps, one a line.
tellers() { sed -n 's/^marathon_app_[a-z_]*{.*instance="\([^"]*\)".*/\1/p' "$1" | sort -u; }
page() { get "http://$exporter/metrics" >"$work/page"; }
page || fail "the exporter did not answer"
[ "$(grep -c '^marathon_up{.*} 1$' "$work/page")" = 3 ] || fail "not all three Marathons are up"
[ "$(tellers "$work/page")" = "$leader" ] || fail "apps are told of by $(tellers "$work/page" | tr '\n' ' '), expected $leader alone"
say "one page has the cluster once"

for instance in "${followers[@]#http://}" "$leader"; do
  get "http://$exporter/probe?module=marathon&target=$instance" >"$work/probe" || fail "the probe of $instance failed"
  grep -qx 'marathon_up 1' "$work/probe" || fail "$instance is not up"
  told=$(grep -c '^marathon_app_instances_desired{' "$work/probe" || true)
  [ "$told" = "$([ "$instance" = "$leader" ] && echo 1 || echo 0)" ] || fail "the probe of $instance has $told apps"
done
say "probes have the cluster once"
