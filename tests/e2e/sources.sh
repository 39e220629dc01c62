#!/usr/bin/env bash
# A value from a real Prometheus scales an app and follows it; a real Alertmanager that is asked which alerts fire lets an alert go on that it
# does not repeat, and ends one whose end it has told nobody.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"
# shellcheck source=tests/e2e/access.sh
. "$top/tests/e2e/access.sh"

for name in queue again lost; do
  echo "{\"id\":\"/sources/$name\",\"cmd\":\"sleep 1000\",\"cpus\":0.1,\"mem\":16,\"instances\":4}"
done | jq -s . >"$work/apps.json"
start_simulator --app-file="$work/apps.json"
marathon=$(jq -r '.marathon[0]' "$work/endpoints.json")
free_port; webhook=127.0.0.1:$port
free_port; prometheus=127.0.0.1:$port
free_port; alertmanager=127.0.0.1:$port

# Without the answers to the question what fires, again would stop after one repeat, and lost would never step back.
cat >"$work/rules.yml" <<EOF
version: 1
global: { settle: 200ms, verify_poll: 200ms, tick: 1s, after_deploy_grace: 0s, alertmanager_poll: 1s }
prometheus: { url: "http://$prometheus" }
alertmanagers: [{ url: "http://$alertmanager" }]
marathons:
  - { name: main, urls: ["$marathon"], allow_apps: ["/sources/.*"] }
groups:
  - name: sources
    defaults:
      marathon: main
      app: { label: marathon_app }
      max_instances: 10
      behavior: { scaleUp: { cooldown: 0s }, scaleDown: { stabilizationWindowSeconds: 0, cooldown: 0s } }
    rules:
      - rule: queue
        matchers: ['alertname="QueueIsLong"']
        scale: { average_value: 10, value_from: { query: 'queue_length{queue="{{ .labels.queue }}"}' } }
      - { rule: again, matchers: ['alertname="Again"'], scale: { direction: up, by: 2 }, repeat_every: 1s, unconfirmed_repeats: 1 }
      - { rule: lost, matchers: ['alertname="Lost"'], scale: { direction: up, by: 2 }, repeat_every: 0, on_resolved: step_back }
EOF
"$build/webhook/mesoscale-webhook" check-config "$work/rules.yml" || fail "the webhook refuses its rules"
# run_webhook: by a clock that the file says to be ahead by so many seconds, the number of an int64.
run_webhook() {
  start webhook env LD_PRELOAD="$build/tests/webhook/libshifted_clock.so" MESOSCALE_SHIFTED_CLOCK="$work/clock" \
    ASAN_OPTIONS="${ASAN_OPTIONS:-}:verify_asan_link_order=0" "$build/webhook/mesoscale-webhook" serve --config.file="$work/rules.yml" \
    --storage="sqlite:$work/webhook.db" --web.listen-address="$webhook"
}
printf '\0\0\0\0\0\0\0\0' >"$work/clock"
run_webhook

cat >"$work/alertmanager.yml" <<EOF
route: { receiver: webhook, group_by: [alertname], group_wait: 100ms, group_interval: 1s, repeat_interval: 4h }
receivers: [{ name: webhook, webhook_configs: [{ url: "http://$webhook/webhook", send_resolved: true }] }]
EOF
start alertmanager prometheus-alertmanager --config.file="$work/alertmanager.yml" --storage.path="$work/alertmanager" \
  --web.listen-address="$alertmanager" --cluster.listen-address=

# queue_is LENGTH: what the series says from its next evaluation on.
queue_is() {
  cat >"$work/queue.rules.yml" <<EOF
groups:
  - name: queue
    rules:
      - { record: queue_length, expr: "vector($1)", labels: { queue: mail } }
      - { alert: QueueIsLong, expr: queue_length > 5, labels: { marathon_app: /sources/queue } }
EOF
}
cat >"$work/prometheus.yml" <<EOF
global: { evaluation_interval: 500ms }
rule_files: [queue.rules.yml]
alerting: { alertmanagers: [{ static_configs: [{ targets: ["$alertmanager"] }] }] }
EOF
queue_is 75
# It knows its Alertmanager five seconds after its start and after each reload: until then an alert must not end.
run_prometheus --rules.alert.resend-delay=2s
within 10 "the webhook's start" answers "http://$webhook/-/ready"
within 10 "Alertmanager's start" answers "http://$alertmanager/-/ready"

changes() {
  get "$control/control/puts" | jq -r --arg app "/sources/$1" '[.puts[] | select(.effective and .method == "PUT" and .app == $app) | "\(.from)>\(.to)"] | join(" ")'
}
changed() { [ "$(changes "$1")" = "$2" ]; }
shows() { get "http://$webhook/metrics" | grep "^$1" >/dev/null; }
now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
began=$(now)
# tell ALERT APP UNTIL: what Prometheus would post.
tell() {
  jq -n --arg name "$1" --arg app "/sources/$2" --arg start "$began" --arg until "$3" \
    '[{labels: {alertname: $name, marathon_app: $app}, startsAt: $start, endsAt: $until}]' |
    get -o /dev/null -H 'Content-Type: application/json' -d @- "http://$alertmanager/api/v2/alerts" || fail "Alertmanager refused an alert"
}
later=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)

tell Again again "$later"
tell Lost lost "$later"
within 15 "a count from the value of Prometheus" changed queue '4>8'
queue_is 25
send prometheus HUP
within 10 "a count from the next value" changed queue '4>8 8>3'
shows 'mesoscale_webhook_prometheus_queries_total{outcome="ok"}' || fail "no query of Prometheus was counted"
say "75 in the queue of a real Prometheus are 8 instances, 25 are 3"

within 10 "the steps of an alert that is not repeated and fires on" changed again '4>6 6>8 8>10'
say "a real Alertmanager that is asked confirms an alert of which it sends nothing more"

within 5 "the step that will be undone" changed lost '4>6'
jq -n --arg start "$(now)" --arg until "$later" '{matchers: [{name: "alertname", value: "Lost", isRegex: false}], startsAt: $start, endsAt: $until,
  createdBy: "a test", comment: "nobody is told of the end"}' |
  get -o /dev/null -H 'Content-Type: application/json' -d @- "http://$alertmanager/api/v2/silences" || fail "Alertmanager refused a silence"
tell Lost lost "$(now)"
# Some polls later it is two minutes later.
sleep 5
changed lost '4>6' || fail "an alert that Alertmanager has lacked for seconds was taken for ended: $(changes lost)"
none_told() { shows 'mesoscale_webhook_alert_messages_total{change="closed"} 0$' || fail "an end was told, so that nothing was shown"; }
none_told
end webhook TERM
printf '\202\0\0\0\0\0\0\0' >"$work/clock"
run_webhook
within 15 "the end of an alert that nobody told" changed lost '4>6 6>4'
none_told
say "an alert that ended behind a silence is closed by the answers of Alertmanager over two minutes, and its step undone"
