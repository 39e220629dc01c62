#!/usr/bin/env bash
# The exporter's page about real ZooKeeper servers: one alone (by words and by its AdminServer), one with the default whitelist,
# an ensemble of three, and then the last of the three without a quorum.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"
command -v java >/dev/null && [ -f /usr/share/java/zookeeper.jar ] || fail "no ZooKeeper; scripts/setup installs it"

# server NAME PORT CONFIGURATION...: a ZooKeeper server on loopback, in this script's folder.
server() {
  local name=$1 port=$2
  shift 2
  mkdir -p "$work/$name"
  printf '%s\n' tickTime=500 initLimit=10 syncLimit=4 clientPortAddress=127.0.0.1 "clientPort=$port" "dataDir=$work/$name" "$@" >"$work/$name.cfg"
  start "$name" java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$jars" \
    org.apache.zookeeper.server.quorum.QuorumPeerMain "$work/$name.cfg"
}
# The AdminServer of Debian's package finds all of its libraries but one by itself.
jars=/usr/share/java/zookeeper.jar:/usr/share/java/servlet-api.jar
all_words='4lw.commands.whitelist=mntr,srvr,ruok'

# end NAME: ends one server and no longer minds it.
end() {
  local i
  for i in "${!names[@]}"; do
    [ "${names[i]}" = "$1" ] || continue
    kill -KILL "${pids[i]}"
    wait "${pids[i]}" 2>/dev/null || true
    unset "pids[i]" "names[i]"
  done
  pids=("${pids[@]}")
  names=("${names[@]}")
}

# page_has SERIES VALUE: the exporter's page now; the series is a name with its labels, as a pattern of grep.
page_has() { get "http://$exporter/metrics?module=zookeeper" >"$work/page" && grep -qE "^$1 $2\$" "$work/page"; }
lacks() { ! grep -qE "^$1" "$work/page" || fail "the page has $1"; }
expect() { page_has "$1" "$2" || fail "the page lacks $1 $2; it has: $(grep -E "^$(grep -oE '^[a-z_]+' <<<"$1")\{" "$work/page")"; }
is_state() { page_has "zookeeper_server_state\\{instance=\"127.0.0.1:$1\",state=\"$2\"\\}" 1; }
of() { printf '\\{instance="127.0.0.1:%s"\\}' "$1"; }
fails_with() {
  page_has "mesoscale_exporter_target_failure\\{instance=\"127.0.0.1:$1\",module=\"zookeeper\",collector=\"$2\",reason=\"$3\"\\}" 1
}
well_formed() {
  get "http://$exporter/metrics" >"$work/page"
  promtool check metrics <"$work/page" >"$work/complaints" 2>&1 && [ ! -s "$work/complaints" ] ||
    { cat "$work/complaints" >&2; fail "promtool complains about the page"; }
}

free_port; alone=$port
free_port; admin=$port
free_port; shy=$port
server alone "$alone" "$all_words" admin.serverAddress=127.0.0.1 "admin.serverPort=$admin"
server shy "$shy" admin.enableServer=false
voters=()
admins=()
members=()
for i in 1 2 3; do
  free_port; voters+=("$port")
  free_port; admins+=("$port")
  free_port; peer=$port
  free_port; members+=("server.$i=127.0.0.1:$peer:$port")
done
for i in 1 2 3; do
  mkdir -p "$work/voter$i"
  echo "$i" >"$work/voter$i/myid"
  server "voter$i" "${voters[i - 1]}" "$all_words" admin.serverAddress=127.0.0.1 "admin.serverPort=${admins[i - 1]}" \
    "${members[@]}"
done
free_port; exporter=127.0.0.1:$port
targets=()
for at in 0 1 2; do targets+=("--zookeeper=127.0.0.1:${voters[at]}" "--zookeeper=http://127.0.0.1:${admins[at]}"); done
start exporter "$build/exporter/mesoscale-exporter" --web.listen-address="$exporter" --collector.zookeeper_detail \
  --zookeeper="127.0.0.1:$alone" --zookeeper="http://127.0.0.1:$admin" --zookeeper="127.0.0.1:$shy" "${targets[@]}"
within 30 "the exporter's start" answers "http://$exporter/-/ready"

within 40 "a server alone" is_state "$alone" standalone
expect "zookeeper_up$(of "$alone")" 1
expect "zookeeper_serving$(of "$alone")" 1
expect "zookeeper_znodes$(of "$alone")" '[0-9]+'
expect "zookeeper_zxid_epoch$(of "$alone")" 0
expect "zookeeper_info\\{instance=\"127.0.0.1:$alone\",version=\"3\\.[0-9.]+\",.*\\}" 1
expect "zookeeper_packets_received_total$(of "$alone")" '[0-9]+'
lacks "mesoscale_exporter_target_failure\\{instance=\"127.0.0.1:$alone\""
lacks zookeeper_other
say "a server alone tells everything"

within 20 "the AdminServer" is_state "$admin" standalone
expect "zookeeper_znodes$(of "$admin")" '[0-9]+'
expect "zookeeper_zxid_epoch$(of "$admin")" 0
expect "zookeeper_data_directory_bytes$(of "$admin")" '[0-9]+'
lacks "mesoscale_exporter_target_failure\\{instance=\"127.0.0.1:$admin\""
say "so does its AdminServer"

within 20 "a server with the default whitelist" is_state "$shy" standalone
expect "zookeeper_up$(of "$shy")" 1
expect "zookeeper_znodes$(of "$shy")" '[0-9]+'
lacks "zookeeper_watches\\{instance=\"127.0.0.1:$shy\""
fails_with "$shy" zookeeper_mntr not_whitelisted || fail "the refusal of mntr is not told"
say "with the default whitelist srvr stands in for mntr, and the refusal is told"

leads() {
  leader=
  for at in 0 1 2; do
    if is_state "${voters[at]}" leader; then leader=$at; fi
  done
  [ -n "$leader" ] && page_has "zookeeper_synced_followers$(of "${voters[leader]}")" 2
}
within 40 "a leader of the ensemble with two followers" leads
for at in 0 1 2; do
  expect "zookeeper_up$(of "${voters[at]}")" 1
  expect "zookeeper_serving$(of "${voters[at]}")" 1
  expect "zookeeper_quorum_size$(of "${voters[at]}")" 3
  [ "$at" = "$leader" ] || is_state "${voters[at]}" follower || fail "voter $at does not follow"
done
expect "zookeeper_learners$(of "${voters[leader]}")" 2
expect "zookeeper_learner_handler_queue_size_count\\{instance=\"127.0.0.1:${voters[leader]}\",learner_id=\"[123]\"\\}" '[0-9]+'
well_formed
say "three servers: one leads, two follow in step"

for at in 0 1 2; do
  if [ "$at" = "$leader" ]; then last=$(((at + 1) % 3)); fi
done
for at in 0 1 2; do [ "$at" = "$last" ] || end "voter$((at + 1))"; done
without_quorum() { page_has "zookeeper_serving$(of "${voters[last]}")" 0; }
within 40 "the last server's word that it does not serve" without_quorum
expect "zookeeper_up$(of "${voters[last]}")" 1
fails_with "${voters[last]}" zookeeper_mntr not_serving || fail "that it does not serve is not told"
lacks "zookeeper_znodes\\{instance=\"127.0.0.1:${voters[last]}\""
lacks "zookeeper_server_state\\{instance=\"127.0.0.1:${voters[last]}\""
expect "zookeeper_up$(of "${admins[last]}")" 1
expect "zookeeper_serving$(of "${admins[last]}")" 0
fails_with "${admins[last]}" zookeeper_server_stats not_serving || fail "the AdminServer does not tell that the server does not serve"
expect "zookeeper_up$(of "${voters[leader]}")" 0
fails_with "${voters[leader]}" zookeeper_mntr refused || fail "that the leader is gone is not told"
lacks "zookeeper_serving\\{instance=\"127.0.0.1:${voters[leader]}\""
expect "zookeeper_up$(of "$alone")" 1
well_formed
say "the last of three is up and does not serve; the others are down; the rest of the page is whole"
