#!/usr/bin/env bash
# Three masters that are registered in a real ZooKeeper: the leader is killed, comes back, and ZooKeeper goes away. Every page in between is
# looked at: nothing doubled, nothing stale, no gap for the others.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"
# shellcheck source=tests/e2e/access.sh
. "$top/tests/e2e/access.sh"

start_zookeeper
source="zk://127.0.0.1:$zookeeper/mesos"
start_simulator --masters=3 --agents=2 --zk="$source" --zk.session-timeout=2s
# clusters SOURCE...: the configuration file, with the masters of these clusters.
clusters() { printf 'mesos: { masters: [%s] }\n' "$(printf '"%s",' "$@")" >"$work/exporter.yml"; }
clusters "$source"
start_exporter_with exporter --config.file="$work/exporter.yml"
mapfile -t masters < <(jq -r '.masters[] | sub("http://"; "")' "$work/endpoints.json")
mapfile -t agents < <(jq -r '.agents[] | sub("http://"; "")' "$work/endpoints.json")

leads() { page_has "^mesos_master_elected\\{instance=\"$1\"\\} 1$"; }
# whole MASTERS: so many masters are up, one of them leads and is named, and the agents are there.
whole() {
  get "http://$exporter/metrics" >"$work/page" || return 1
  [ "$(grep -cE '^mesos_master_elected\{' "$work/page")" -eq "$1" ] &&
    [ "$(grep -cE '^mesos_master_elected\{.*\} 1$' "$work/page")" -eq 1 ] &&
    [ "$(grep -cE '^mesos_up\{.*\} 1$' "$work/page")" -eq $(($1 + ${#agents[@]})) ] &&
    [ "$(grep -cE '^mesos_up\{' "$work/page")" -eq $(($1 + ${#agents[@]})) ] &&
    grep -qE "^mesoscale_exporter_discovery_masters\{source=\"$source\"\} $1\$" "$work/page" &&
    grep -qE '^mesoscale_exporter_discovery_leader_info\{' "$work/page"
}
within 30 "a page with three masters, one of them leading, and the agents" whole 3
well_formed "$work/page"
for at in 0 1 2; do
  if leads "${masters[at]}"; then leader=$at; fi
done
grep -qF "mesoscale_exporter_discovery_leader_info{source=\"$source\",leader=\"${masters[leader]}\"} 1" "$work/page" ||
  fail "the leader is not named"
# listed MASTERS: /sd has so many masters, and each of them can be probed; strangers cannot.
probe() { curl -s -o /dev/null -w '%{http_code}' --max-time 5 "http://$exporter/probe?module=mesos_master&target=$1"; }
listed() {
  local found
  mapfile -t found < <(get "http://$exporter/sd?module=mesos_master" | jq -r '.[].targets[]')
  [ "${#found[@]}" -eq "$1" ] || fail "/sd lists ${#found[@]} masters: ${found[*]}"
  for one in "${found[@]}"; do [ "$(probe "$one")" = 200 ] || fail "/probe of $one answers $(probe "$one")"; done
  [ "$(probe 127.0.10.9:5050)" = 403 ] || fail "/probe of a stranger answers $(probe 127.0.10.9:5050)"
}
listed 3
say "every registered master is scraped and listed, the leader is known, the agents are found"

# All pages from now on are kept.
mkdir "$work/pages"
(
  n=1000
  while n=$((n + 1)); do
    phase=before
    [ ! -e "$work/dead" ] || phase=dead
    get "http://$exporter/metrics" >"$work/pages/$n.part" || echo "no answer" >>"$work/gaps"
    mv "$work/pages/$n.part" "$work/pages/$n.$phase"
    sleep 0.1
  done
) &
watcher=$!
pids+=("$watcher")
names+=(watcher)
touch "$work/watcher.log"

# seconds: since 1970, with their fraction.
seconds() { date +%s.%N; }
set_control masters "{\"kill\":$((leader + 1))}"
killed=$(seconds)
new_leader() {
  whole 2 && ! grep -qF "\"${masters[leader]}\"" "$work/page" && grep -qE '^mesos_master_elected\{.*\} 1$' "$work/page"
}
# A page may share an answer that is half a second old; from then on nothing of the dead one may be told.
sleep 0.6
touch "$work/dead"
within 8 "a page with the new leader and without the dead one" new_leader
took=$(awk -v killed="$killed" -v now="$(seconds)" 'BEGIN { printf "%.1f", now - killed }')
# The session timeout of 2 s, a tick of ZooKeeper (0.5 s), and 1.5 s for the election, a page and the asking here. Less than 1 s would mean
# that the session was closed instead of expired, some 10 s that the timeout was ignored.
awk -v took="$took" 'BEGIN { exit !(took > 1 && took < 2 + 0.5 + 1.5) }' || fail "a new leader was told $took s after the old one was killed"
say "the leader was killed; $took s later another one leads and nothing of the dead one is left"
sleep 0.5
end watcher
[ ! -e "$work/gaps" ] || fail "pages were missing"
rm -f "$work"/pages/*.part
dead=0
for page in "$work"/pages/*; do
  twice=$(grep -v '^#' "$page" | sed 's/ [^ ]*$//' | sort | uniq -d | head -1)
  [ -z "$twice" ] || fail "twice on a page during the election: $twice"
  [ "$(grep -cE '^mesos_master_elected\{.*\} 1$' "$page")" -le 1 ] || fail "two masters lead on a page during the election"
  if [[ $page = *.dead ]]; then
    # What is left of the dead one: that it is down, why, and what the exporter says about itself.
    left=$(grep -F "\"${masters[leader]}\"" "$page" | grep -vE '^(mesos_up\{.*\} 0$|mesoscale_exporter_)' | head -3 || true)
    [ -z "$left" ] || fail "of the dead master a page during the election still tells: $left"
    dead=$((dead + 1))
  fi
  for at in 0 1 2; do
    [ "$at" = "$leader" ] || grep -qF "mesos_up{instance=\"${masters[at]}\"} 1" "$page" || fail "${masters[at]} has a gap"
  done
  for agent in "${agents[@]}"; do
    grep -qF "mesos_up{instance=\"$agent\"} 1" "$page" || fail "the agent $agent has a gap"
  done
done
[ "$dead" -ge 3 ] || fail "only $dead pages between the leader's death and the next leader were looked at"
well_formed "$work/page"
listed 2
[ "$(probe "${masters[leader]}")" = 403 ] || fail "the dead master can be probed"
say "on $(find "$work/pages" -type f | wc -l) pages during the election no series stands twice, nobody else leads, the others have no gap; $dead of them tell nothing stale"

set_control masters "{\"start\":$((leader + 1))}"
within 10 "a page with the master that came back" whole 3

end zookeeper
away() { page_has "^mesoscale_exporter_discovery_up\\{source=\"$source\"\\} 0$"; }
within 10 "a page that tells that ZooKeeper is away" away
for _ in 1 2 3 4 5; do
  whole 3 || fail "without ZooKeeper the page is not whole"
  sleep 0.3
done
send exporter HUP
reloaded() { [ "$(grep -c 'the configuration was read again' "$work/exporter.log")" -eq "$1" ]; }
within 5 "a reload" reloaded 1
whole 3 || fail "a reload without ZooKeeper forgets masters or agents"
well_formed "$work/page"
last=$(grep -E '^mesoscale_exporter_discovery_last_success_timestamp_seconds' "$work/page" | sed 's/.* //')
awk -v last="$last" -v now="$(date +%s.%N)" 'BEGIN { exit !(last < now - 1 && last > now - 60) }' || fail "the last success is told as $last"
say "without ZooKeeper scrapes go on, and the page says so"

start_zookeeper
back() { page_has "^mesoscale_exporter_discovery_up\\{source=\"$source\"\\} 1$" && whole 3; }
within 25 "a page that tells that ZooKeeper is back" back
say "ZooKeeper is back"

clusters "$source" "zk://127.0.0.1:$zookeeper/nobody"
send exporter HUP
within 5 "another reload" reloaded 2
second() { whole 3 && grep -qF "mesoscale_exporter_discovery_masters{source=\"zk://127.0.0.1:$zookeeper/nobody\"} 0" "$work/page"; }
within 10 "a second cluster, without masters" second
well_formed "$work/page"
clusters "zk://127.0.0.1:$zookeeper/nobody"
send exporter HUP
within 5 "the last reload" reloaded 3
! page_has '^mesos_' || fail "masters of a cluster that is no longer configured are on the page"
! grep -qF "source=\"$source\"" "$work/page" || fail "a cluster that is no longer configured is on the page"
say "clusters come and go with the configuration"

free_port
start_exporter_with lonely --mesos.master="zk://127.0.0.1:$port/mesos"
never() { page_has '^mesoscale_exporter_discovery_up\{.*\} 0$'; }
within 15 "a page of an exporter that has never reached ZooKeeper" never
! grep -qE '^(mesos_|mesoscale_exporter_discovery_(masters|last_success))' "$work/page" || fail "masters are told that nobody knows"
[ "$(curl -s -o /dev/null -w '%{http_code}' --max-time 15 "http://$exporter/sd?module=mesos_master")" = 503 ] || fail "/sd gives a list that nobody knows"
say "an exporter that has never reached ZooKeeper says so and makes no list up"
