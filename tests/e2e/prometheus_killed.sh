#!/usr/bin/env bash
# While the load is high first the exporter and then Prometheus are killed, so that every alert ends although nothing is better: no app is scaled
# down, but for one whose rule asks for a step back when its alert ends. Not even an alert that says the load is low, from somebody who goes on,
# gets past a rule that holds and past a value that nobody gives any more. The fall of the load itself then scales down.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"
# shellcheck source=tests/e2e/access.sh
. "$top/tests/e2e/access.sh"

apps="back held plain tracked"
for name in $apps; do
  echo "{\"id\":\"/killed/$name\",\"cmd\":\"sleep 1000\",\"cpus\":0.5,\"mem\":16,\"instances\":2}"
done | jq -s . >"$work/apps.json"
start_simulator --app-file="$work/apps.json" --agents=3
marathon=$(jq -r '.marathon[0]' "$work/endpoints.json")
start_exporter

free_port; webhook=127.0.0.1:$port
# Nothing but the rules stands between an app and a scale-down: no window, and cooldowns of three seconds.
# The address of Prometheus is written into the file as soon as it is known.
write_rules() {
  cat >"$work/rules.yml" <<EOF
version: 1
global: { settle: 300ms, verify_poll: 500ms, tick: 1s, after_deploy_grace: 0s }
prometheus: { url: "http://${prometheus:-127.0.0.1:1}" }
marathons:
  - { name: main, urls: ["$marathon"], allow_apps: ["/killed/.*"] }
groups:
  - name: killed
    defaults:
      marathon: main
      app: { label: marathon_app }
      min_instances: 1
      max_instances: 3
      behavior: { scaleUp: { cooldown: 3s }, scaleDown: { stabilizationWindowSeconds: 0, cooldown: 3s } }
    rules:
      - { rule: plain, matchers: ['alertname="AppCpuHigh"', 'marathon_app="/killed/plain"'], scale: { direction: up, by: 1 } }
      - rule: held
        matchers: ['alertname="AppCpuHigh"', 'marathon_app="/killed/held"']
        scale: { direction: up, by: 1 }
        on_resolved: { hold: 10m }
      - rule: back
        matchers: ['alertname="AppCpuHigh"', 'marathon_app="/killed/back"']
        scale: { direction: up, by: 1 }
        on_resolved: step_back
      - rule: tracked
        matchers: ['alertname="AppCpuHigh"', 'marathon_app="/killed/tracked"']
        scale:
          target: 0.4
          value_from: { query: 'app:mesos_container_cpu_cores_per_instance:rate4s{app="{{ .labels.marathon_app }}"}' }
      - { rule: idle, matchers: ['alertname="AppCpuLow"'], scale: { direction: down, by: 1 } }
EOF
}
write_rules
"$build/webhook/mesoscale-webhook" check-config "$work/rules.yml" || fail "the webhook refuses its rules"
start webhook "$build/webhook/mesoscale-webhook" serve --config.file="$work/rules.yml" --storage="sqlite:$work/webhook.db" \
  --web.listen-address="$webhook"
# An alert ends four times this delay after Prometheus' last word: with its default of a minute that is four minutes.
start_prometheus --rules.alert.resend-delay=1s
write_rules
get -o /dev/null -X POST "http://$webhook/-/reload" || fail "the webhook refuses its rules with Prometheus"

# changes APP: its effective changes, as "2>3".
changes() {
  get "$control/control/puts" | jq -r --arg app "/killed/$1" '[.puts[] | select(.effective and .method == "PUT" and .app == $app) | "\(.from)>\(.to)"] | join(" ")'
}
changed() { [ "$(changes "$1")" = "$2" ]; }
count() { get "$control/control/puts" | jq --arg app "/killed/$1" '[.puts[] | select(.effective and .method == "PUT" and .app == $app)] | length'; }
set_loads() { for name in $apps; do set_cpu_load "/killed/$name" "$1"; done; }
open_alerts() { get "http://$webhook/metrics" | sed -n 's/^mesoscale_webhook_alerts_open //p'; }
open_are() { [ "$(open_alerts)" = "$1" ]; }
failed_queries() { get "http://$webhook/metrics" | awk '/^mesoscale_webhook_prometheus_queries_total/ && !/outcome="(ok|no_value)"/ { n += $2 } END { print n + 0 }'; }
more_failed_queries_than() { [ "$(failed_queries)" -gt "$1" ]; }
# tell NAME APP: one more alert that fires, from another sender than Prometheus, which nobody ends.
tell() {
  jq -n --arg name "$1" --arg app "/killed/$2" '{version: "4", receiver: "other", groupKey: "\($name) \($app)", status: "firing", truncatedAlerts: 0,
    groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: "http://other", alerts: [{status: "firing", annotations: {},
    labels: {alertname: $name, marathon_app: $app, sender: "other"}, startsAt: (now | todate), endsAt: "0001-01-01T00:00:00Z",
    generatorURL: "", fingerprint: "\($name) \($app)"}]}' |
    get -o /dev/null -H 'Content-Type: application/json' -d @- "http://$webhook/webhook" || fail "the webhook refused an alert"
}
# held_back APP REASON: since Prometheus' end the step down for the app was stopped for that reason.
held_back() {
  get -G "http://$webhook/api/v1/decisions" --data-urlencode "app=/killed/$1" |
    jq -e --arg reason "$2" --arg since "$killed" 'any(.data.decisions[]; .reason == $reason and .time > $since and (.causes | any(contains(":idle:"))))' >/dev/null
}
# no_scale_down WHEN: of those whose rules do not ask for one.
no_scale_down() {
  for name in plain held tracked; do
    changed "$name" '2>3' || fail "$name was scaled down $1: $(changes "$name")"
  done
}

set_loads 1.8
for name in $apps; do within 30 "the scale-up of $name" changed "$name" '2>3'; done
within 15 "an alert of each app" open_are 4
say "the load is high, each app was scaled up and its alert goes on"

end exporter
within 30 "the end of all alerts without an exporter" open_are 0
within 10 "the step back that its rule asks for" changed back '2>3 3>2'
sleep 4  # longer than settle, tick and the cooldowns together
open_are 0 || fail "an alert fires without an exporter"
no_scale_down "when the exporter was killed"
changed back '2>3 3>2' || fail "a step back went further than what its rule had added: $(changes back)"
say "the exporter was killed, every alert has ended and nothing was scaled down, but for the step back that a rule asks for"

mapfile -t masters < <(jq -r '.masters[] | "--mesos.master=" + .' "$work/endpoints.json")
start exporter "$build/exporter/mesoscale-exporter" "${masters[@]}" --marathon="$marathon" --web.listen-address="$exporter"
within 30 "an alert of each app again" open_are 4
within 15 "the step back made good" changed back '2>3 3>2 2>3'
# From here on somebody says that the load of two apps is low, and for one of them also that it is high: its value is asked for to the end.
tell AppCpuHigh tracked
tell AppCpuLow tracked
tell AppCpuLow held
within 10 "the alerts of the other sender" open_are 7
seen=$(failed_queries)
end prometheus KILL
killed=$(date -u +%Y-%m-%dT%H:%M:%S.%3NZ)
within 5 "a value that Prometheus does not give" more_failed_queries_than "$seen"
within 15 "the step down that a missing value stops" held_back tracked vetoed
within 30 "the end of all alerts without Prometheus" open_are 3
within 15 "the step down that a rule holds after the end of its alert" held_back held hold_alert
within 10 "the step back that its rule asks for" changed back '2>3 3>2 2>3 3>2'
sleep 4
open_are 3 || fail "an alert fires without Prometheus"
no_scale_down "when Prometheus was killed"
changed back '2>3 3>2 2>3 3>2' || fail "a step back went further than what its rule had added: $(changes back)"
say "Prometheus was killed, Alertmanager has told that every alert has ended, and nothing was scaled down, but for the step back: a held rule and a missing value stop steps down"

set_loads 0.06
run_prometheus --rules.alert.resend-delay=1s
within 30 "the scale-down for a load that is low" changed plain '2>3 3>2'
say "Prometheus is back and says that the load is low: that scales down"
