#!/usr/bin/env bash
# A real Prometheus scrapes the exporter and the webhook: promtool has nothing to say about their pages, and every query of every
# dashboard, its variables filled in, answers with a series.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"
start_stack

for page in "$exporter" "$webhook"; do
  get "http://$page/metrics" >"$work/page" || fail "$page/metrics did not answer"
  promtool check metrics <"$work/page" >"$work/complaints" 2>&1 || { cat "$work/complaints"; fail "promtool refuses $page/metrics"; }
  [ ! -s "$work/complaints" ] || { cat "$work/complaints"; fail "promtool complains about $page/metrics"; }
done

# A load that makes the webhook decide, so that its series exist too.
set_cpu_load /demo/web 1.8
decided() { [ -n "$(query 'sum(mesoscale_webhook_decisions_total) > 0')" ]; }
within 60 "a decision of the webhook in Prometheus" decided
# A fault gives the panel of failures something to show.
for path in /api/v1 /containers /monitor; do
  get -o /dev/null -X PUT -H 'Content-Type: application/json' \
    -d "{\"target\":\"agents\",\"path\":\"$path\",\"kind\":\"status\",\"status\":503}" "$control/control/faults" ||
    fail "the control API refused a fault"
done
failure_seen() { [ -n "$(query 'sum(mesoscale_exporter_target_failure) > 0')" ]; }
within 30 "a failure of a collector in Prometheus" failure_seen

bad=0
while IFS=$'\t' read -r title expression; do
  filled=$(sed 's/\$__rate_interval/10s/g; s/\$job/.+/g; s/\$instance/.+/g' <<<"$expression")
  series=$(get -G "http://$prometheus/api/v1/query" --data-urlencode "query=$filled" | jq '.data.result | length' || echo error)
  if [ "${series:-error}" = error ] || [ "$series" -eq 0 ]; then
    say "no series ($series) in panel \"$title\": $filled"
    bad=1
  fi
done < <(jq -r '.panels[] | .title as $title | .targets[]? | [$title, (.expr | gsub("\n"; " "))] | @tsv' "$top"/dashboards/generated/*.json)
[ "$bad" -eq 0 ] || fail "panels without series, see above"
say "every panel has series"
