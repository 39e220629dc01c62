#!/usr/bin/env bash
# Two real Alertmanagers, which gossip through a proxy, tell one webhook the same alerts: as a cluster, cut apart, with one of them killed and
# its memory lost, and joined again. Nothing acts twice, and each change has one cause of its own.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"
# shellcheck source=tests/e2e/access.sh
. "$top/tests/e2e/access.sh"

for name in early twin again back many open low other; do
  echo "{\"id\":\"/pair/$name\",\"cmd\":\"sleep 1000\",\"cpus\":0.1,\"mem\":16,\"instances\":4}"
done | jq -s . >"$work/apps.json"
start_simulator --app-file="$work/apps.json"
marathon=$(jq -r '.marathon[0]' "$work/endpoints.json")

# The rule hot of the sequences S01 to S32, with its five minutes; again has six seconds instead, and a lagging peer ten.
cat >"$work/rules.yml" <<EOF
version: 1
global: { settle: 300ms, verify_poll: 500ms, reopen_grace: 10s }
marathons:
  - { name: main, urls: ["$marathon"], allow_apps: ["/pair/.*"] }
groups:
  - name: pair
    defaults:
      marathon: main
      app: { label: marathon_app }
      min_instances: 1
      max_instances: 10
      behavior: { scaleDown: { stabilizationWindowSeconds: 0, cooldown: 0s } }
    rules:
      - { rule: hot, matchers: ['alertname=~"Early|Twin|Many|Open"'], scale: { direction: up, by: 2 } }
      - rule: again
        matchers: ['alertname="Again"']
        scale: { direction: up, by: 2 }
        repeat_every: 6s
        behavior: { scaleUp: { cooldown: 6s } }
      - { rule: back, matchers: ['alertname="Back"'], scale: { direction: up, by: 2 }, on_resolved: step_back }
      - { rule: idle, matchers: ['alertname=~"Idle|Low"'], scale: { direction: down, by: 1 }, repeat_every: 5m }
EOF
"$build/webhook/mesoscale-webhook" check-config "$work/rules.yml" || fail "the webhook refuses its rules"
free_port; webhook=127.0.0.1:$port
start webhook "$build/webhook/mesoscale-webhook" serve --config.file="$work/rules.yml" --storage="sqlite:$work/webhook.db" \
  --web.listen-address="$webhook"
within 30 "the webhook's start" answers "http://$webhook/-/ready"

cat >"$work/alertmanager.yml" <<EOF
route:
  receiver: whole
  group_by: [alertname]
  group_wait: 200ms
  group_interval: 1s
  repeat_interval: 2s
  routes: [{ receiver: cut_off, matchers: ['alertname="Idle"'] }]
receivers:
  - { name: whole, webhook_configs: [{ url: "http://$webhook/webhook", send_resolved: true }] }
  - { name: cut_off, webhook_configs: [{ url: "http://$webhook/webhook", send_resolved: true, max_alerts: 1 }] }
EOF
for side in a b; do
  free_port; declare "front_$side=$port"
  free_port; declare "back_$side=$port"
  free_port; declare "api_$side=127.0.0.1:$port"
done
# shellcheck disable=SC2154
start proxy "$top/tests/e2e/gossip_proxy.pl" "$front_a" "$back_a" "$front_b" "$back_b"
# start_alertmanager SIDE PEER: with an empty memory.
start_alertmanager() {
  local front=front_$1 back=back_$1 api=api_$1 peer=front_$2
  rm -rf "$work/memory_$1"
  mkdir "$work/memory_$1"
  start "alertmanager_$1" prometheus-alertmanager --config.file="$work/alertmanager.yml" --storage.path="$work/memory_$1" \
    --web.listen-address="${!api}" --cluster.listen-address="127.0.0.1:${!back}" --cluster.advertise-address="127.0.0.1:${!front}" \
    --cluster.peer="127.0.0.1:${!peer}" --cluster.peer-timeout=1s --cluster.settle-timeout=1s --cluster.pushpull-interval=1s \
    --cluster.probe-interval=500ms --cluster.probe-timeout=250ms --cluster.reconnect-interval=500ms --cluster.tcp-timeout=1s
}
# peers COUNT: how many members each Alertmanager knows, itself included.
peers() {
  local api
  for api in "$api_a" "$api_b"; do
    [ "$(get "http://$api/api/v2/status" | jq '.cluster.peers | length')" = "$1" ] || return 1
  done
}
start_alertmanager a b
start_alertmanager b a
within 20 "a cluster of two Alertmanagers" peers 2
say "two Alertmanagers are a cluster"

now() { date -u +%Y-%m-%dT%H:%M:%S.%3NZ; }
began=$(now)
later=$(date -u -d '+1 hour' +%Y-%m-%dT%H:%M:%SZ)
earlier=$(date -u -d '-7 seconds' +%Y-%m-%dT%H:%M:%S.%3NZ)
# tell API ALERT UNTIL APP#INSTANCE...: what Prometheus would post, in one request. starts=TIME before it: another start.
tell() {
  local api=$1 name=$2 until=$3
  shift 3
  jq -n --arg name "$name" --arg start "${starts:-$began}" --arg until "$until" '[$ARGS.positional[] | capture("^/(?<app>[^#]+)#?(?<instance>.*)$")
    | {labels: {alertname: $name, marathon_app: "/\(.app)", instance: .instance}, startsAt: $start, endsAt: $until}]' --args "$@" |
    get -o /dev/null -H 'Content-Type: application/json' -d @- "http://$api/api/v2/alerts" || fail "an Alertmanager refused an alert"
}
tell_both() {
  tell "$api_a" "$@"
  tell "$api_b" "$@"
}

# changes APP: its effective changes, as "4>6 6>8".
changes() {
  get "$control/control/puts" | jq -r --arg app "$1" '[.puts[] | select(.effective and .method == "PUT" and .app == $app) | "\(.from)>\(.to)"] | join(" ")'
}
changed() { [ "$(changes "$1")" = "$2" ]; }
# messages CHANGE: how many alerts in notifications did that to what is known of them.
messages() { get "http://$webhook/metrics" | sed -n "s/^mesoscale_webhook_alert_messages_total{change=\"$1\"} //p" | grep . || echo 0; }
messages_over() { [ "$(messages "$1")" -gt "$2" ]; }
sent() { get "http://$1/metrics" | sed -n 's/^alertmanager_notifications_total{integration="webhook"} //p'; }
sent_over() { [ "$(sent "$1")" -gt "$2" ]; }
# started APP TIME: when its alert began, as the webhook knows it.
started() { [ "$(get "http://$webhook/api/v1/alerts" | jq -r --arg app "$1" '.data.alerts[] | select(.labels.marathon_app == $app) | .starts_at')" = "$2" ]; }
reason_seen() {
  get -G "http://$webhook/api/v1/decisions" --data-urlencode "app=$1" | jq -e --arg reason "$2" 'any(.data.decisions[]; .reason == $reason)' >/dev/null
}

tell_both Early "$later" /pair/early
tell_both Again "$later" /pair/again
within 15 "the first step of an alert of the cluster" changed /pair/early '4>6'
seen=$(messages refreshed)
within 15 "early repeats" messages_over refreshed "$((seen + 3))"
changed /pair/early '4>6' || fail "an early repeat acted: $(changes /pair/early)"
say "one alert told to both is one change, and repeats that come early are none (S01, S04)"

send proxy USR1
within 20 "the end of the cluster" peers 1
sent_a=$(sent "$api_a")
sent_b=$(sent "$api_b")
tell "$api_a" Twin "$later" /pair/twin
tell_both Back "$later" /pair/back
tell_both Many "$later" /pair/many#1 /pair/many#2 /pair/many#3
tell_both Open "$later" /pair/open
within 15 "a step beside a twin" changed /pair/twin '4>6'
within 15 "a step of several alerts of one app" changed /pair/many '4>6'
within 15 "the step that will be undone" changed /pair/back '4>6'
within 15 "the step of what one will lose" changed /pair/open '4>6'
starts=$earlier tell "$api_b" Twin "$later" /pair/twin
within 15 "the earlier of two starts" started /pair/twin "$earlier"
within 15 "notifications of the one" sent_over "$api_a" "$((sent_a + 8))"
within 15 "notifications of the other" sent_over "$api_b" "$((sent_b + 8))"
changed /pair/twin '4>6' || fail "the same from the second Alertmanager acted: $(changes /pair/twin)"
changed /pair/many '4>6' || fail "several alerts of one app acted: $(changes /pair/many)"
say "cut apart both tell everything: still one change (S02), also for one that tells an earlier start, which counts (S03), and one for several alerts of an app (S07)"

# One loses Prometheus and lets Open end; the other goes on to hear that it fires.
tell "$api_a" Open "$(now)" /pair/open
tell "$api_a" Back "$(now)" /pair/back
within 15 "the step back" changed /pair/back '4>6 6>4'
within 15 "stale copies of what has ended" messages_over suspected 1
tell "$api_b" Back "$(now)" /pair/back
within 15 "the same end from the other" messages_over repeated_resolve 0
changed /pair/back '4>6 6>4' || fail "a stale copy or a second end acted: $(changes /pair/back)"
say "resolved by one and later by the other is one end; stale copies in between do nothing (S10, S14)"

tell_both Idle "$later" /pair/low /pair/other
within 15 "a decision that names the truncation" reason_seen /pair/low truncated
changed /pair/low '' || fail "a truncated notification scaled down: $(changes /pair/low)"
tell_both Idle "$(now)" /pair/other
within 15 "the step down once the notification is complete" changed /pair/low '4>3'
say "a truncated notification scales nothing down until a complete one comes (S29)"

within 30 "what one has let end firing again after the time for lagging peers" messages_over reopened 0
tell_both Low "$later" /pair/open
within 15 "a decision that names the veto" reason_seen /pair/open vetoed
changed /pair/open '4>6' || fail "an alert that was opened again acted, or did not forbid down: $(changes /pair/open)"
say "what one lets end and the other says to fire is opened again: no step, and none down (S11)"

end alertmanager_a
start_alertmanager a b
within 20 "Alertmanager's return" answers "http://$api_a/-/ready"
tell "$api_a" Early "$later" /pair/early
tell "$api_a" Twin "$later" /pair/twin
tell "$api_a" Idle "$later" /pair/low
tell "$api_a" Low "$later" /pair/open
tell "$api_a" Many "$later" /pair/many#1 /pair/many#2 /pair/many#3
within 15 "notifications of one that has forgotten everything" sent_over "$api_a" 3
send proxy USR2
within 20 "the cluster's return" peers 2
seen=$(messages refreshed)
within 15 "repeats of the joined cluster" messages_over refreshed "$((seen + 5))"
changed /pair/open '4>6' || fail "the return of a lost peer acted: $(changes /pair/open)"
tell_both Open "$(now)" /pair/open
within 15 "the step down that had to wait" changed /pair/open '4>6 6>5'
say "one was killed, has forgotten what it had sent, and is back in the cluster"

within 30 "the steps of an alert that goes on" changed /pair/again '4>6 6>8 8>10'
within 15 "the bound of an alert that goes on" reason_seen /pair/again at_max
get "$control/control/puts" >"$work/puts.json"
jq -r '.puts[] | select(.effective and .method == "PUT" and .app == "/pair/again") | .time' "$work/puts.json" | while read -r time; do date -d "$time" +%s%3N; done |
  awk 'NR > 1 && $1 - before < 5900 { print "a step came after " $1 - before " ms"; bad = 1 } { before = $1 } END { exit bad }' ||
  fail "steps came faster than repeat_every"
say "an alert that goes on gives a step each repeat_every and stops at the bound (S05, S06)"

expected='/pair/again 4>6 6>8 8>10|/pair/back 4>6 6>4|/pair/early 4>6|/pair/low 4>3|/pair/many 4>6|/pair/open 4>6 6>5|/pair/other |/pair/twin 4>6|'
found=$(for name in again back early low many open other twin; do echo "/pair/$name $(changes "/pair/$name")"; done | tr '\n' '|')
[ "$found" = "$expected" ] || fail "changes are $found, expected $expected"
jq -e '[.puts[] | select(.method == "PUT")] | all(.effective)' "$work/puts.json" >/dev/null || fail "a PUT changed nothing: $(jq -c .puts "$work/puts.json")"
get "http://$webhook/api/v1/decisions?limit=1000" >"$work/decisions.json" || fail "the decisions API did not answer"
jq '[.data.decisions[] | select(.deployment_id != null and .deployment_id != "" and .from != .to)]' "$work/decisions.json" >"$work/acted.json"
jq -r 'reverse[] | "  \(.app)  \(.from) -> \(.to)  \(.reason)  rule \(.rule)  causes \(.causes | join(", "))"' "$work/acted.json"
jq -en --slurpfile puts "$work/puts.json" --slurpfile acted "$work/acted.json" \
  '([$puts[0].puts[] | select(.effective and .method == "PUT") | [.app, .from, .to]] | sort) == ([$acted[0][] | [.app, .from, .to]] | sort)' \
  >/dev/null || fail "decisions and changes of Marathon differ"
jq -e 'all(.causes | length == 1) and ([.[].causes[]] | length == (unique | length))' "$work/acted.json" >/dev/null ||
  fail "not every change has one cause of its own"
say "$(jq length "$work/acted.json") changes, each with one decision and one cause"
