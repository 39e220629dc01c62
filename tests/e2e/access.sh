# What the end-to-end tests of discovery, logins and TLS share: ending one program, certificates, secrets, pages. Sourced after scripts/stack.sh.
# shellcheck shell=bash disable=SC2034,SC2154

# end NAME [SIGNAL]: ends one program and no longer minds it.
end() {
  local i
  for i in "${!names[@]}"; do
    [ "${names[i]}" = "$1" ] || continue
    kill "-${2:-KILL}" "${pids[i]}"
    wait "${pids[i]}" 2>/dev/null || true
    unset "pids[i]" "names[i]"
  done
  pids=("${pids[@]}")
  names=("${names[@]}")
}

# send NAME SIGNAL: to a program that goes on.
send() {
  local i
  for i in "${!names[@]}"; do
    [ "${names[i]}" != "$1" ] || kill "-$2" "${pids[i]}"
  done
}

pid_of() {
  local i
  for i in "${!names[@]}"; do
    [ "${names[i]}" != "$1" ] || echo "${pids[i]}"
  done
}

# start_zookeeper: a server with short ticks at 127.0.0.1:$zookeeper, which keeps its data when it is ended and started again.
start_zookeeper() {
  command -v java >/dev/null && [ -f /usr/share/java/zookeeper.jar ] || fail "no ZooKeeper; scripts/setup installs it"
  [ -n "${zookeeper:-}" ] || { free_port; zookeeper=$port; }
  printf '%s\n' tickTime=500 maxSessionTimeout=60000 admin.enableServer=false clientPortAddress=127.0.0.1 "clientPort=$zookeeper" \
    "dataDir=$work/zookeeper" '4lw.commands.whitelist=srvr' >"$work/zoo.cfg"
  start zookeeper java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp /usr/share/java/zookeeper.jar \
    org.apache.zookeeper.server.quorum.QuorumPeerMain "$work/zoo.cfg"
}

# start_simulator FLAG...: with free ports; sets $control.
start_simulator() {
  start simulator "$build/simulator/mesoscale-simulator" --mesos.master-port=0 --mesos.agent-port=0 --marathon.port=0 --control.port=0 \
    --start-delay=0s --endpoints.file="$work/endpoints.json" "$@"
  within 20 "the simulated cluster's start" has_endpoints
  control=$(jq -r .control "$work/endpoints.json")
}

# set_control PATH BODY: asks the control API for a change.
set_control() {
  get -o /dev/null -X PUT -H 'Content-Type: application/json' -d "$2" "$control/control/$1" || fail "the control API refused $1 $2"
}

# start_exporter_with NAME FLAG...: another exporter; sets $exporter.
start_exporter_with() {
  local name=$1
  shift
  free_port; exporter=127.0.0.1:$port
  start "$name" "$build/exporter/mesoscale-exporter" --web.listen-address="$exporter" --log.level=debug "$@"
}

# Everything that a program has answered stands in $work/heard, so that it can be searched for secrets.
# hear OPTION... URL: asks and keeps headers and body, whatever the status is. The last body stands in $work/answer.
hear() {
  curl -s -D "$work/answer.headers" -o "$work/answer" --max-time 5 "$@" || true
  cat "$work/answer.headers" "$work/answer" >>"$work/heard"
}
# page_of EXPORTER: its page now, in $work/page.
page_of() {
  get "http://$1/metrics" >"$work/page" || return 1
  cat "$work/page" >>"$work/heard"
}
# page_has PATTERN: a line of the exporter's page now.
page_has() { page_of "$exporter" && grep -qE "$1" "$work/page"; }

# well_formed FILE: no series stands there twice, and promtool has nothing to say.
well_formed() {
  local twice
  twice=$(grep -v '^#' "$1" | sed 's/ [^ ]*$//' | sort | uniq -d | head -3)
  [ -z "$twice" ] || fail "twice on a page: $twice"
  promtool check metrics <"$1" >"$work/complaints" 2>&1 && [ ! -s "$work/complaints" ] ||
    { cat "$work/complaints" >&2; fail "promtool complains about a page"; }
}

# authority NAME: makes an authority NAME.crt, NAME.key in $work.
authority() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj "/CN=$1" -keyout "$work/$1.key" \
    -out "$work/$1.crt" 2>/dev/null || fail "openssl made no authority"
}
# certificate AUTHORITY NAME ALTERNATIVE_NAMES: makes NAME.crt, NAME.key.
certificate() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" -keyout "$work/$2.key" -out "$work/$2.csr" 2>/dev/null
  openssl x509 -req -in "$work/$2.csr" -CA "$work/$1.crt" -CAkey "$work/$1.key" -CAcreateserial -days 2 \
    -extfile <(echo "subjectAltName=$3") -out "$work/$2.crt" 2>/dev/null || fail "openssl made no certificate"
}

# secret NAME: a file $work/NAME.secret with a secret that can be looked for. Patterns of all secrets, as they are and as a login with
# them looks on the wire, stand in $work/patterns.
secret() {
  local text
  text=planted$(openssl rand -hex 12)
  echo "$text" >"$work/$1.secret"
  mind "$text"
}
mind() {
  local text user
  for text in "$@"; do
    [ "${#text}" -ge 16 ] || continue
    echo "$text"
    for user in mesoscale prometheus alertmanager; do printf '%s:%s' "$user" "$text" | base64 -w0 | tr -d = && echo; done
  done >>"$work/patterns"
}
# no_secret_in WHAT FILE...: none of the secrets stands there.
no_secret_in() {
  local what=$1
  shift
  grep -qFf "$work/patterns" "$work"/*.secret || fail "the patterns find no secret where there is one"
  ! grep -qFf "$work/patterns" "$@" || fail "a secret stands in $what"
}
