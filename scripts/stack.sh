# Starts and stops the whole stack on loopback: simulated cluster, exporter, webhook, Prometheus, Alertmanager. Sourced by scripts/demo
# and the end-to-end tests, which set $top (the project's folder) and $build (where the programs were built).
# Sets the addresses $exporter, $webhook, $prometheus, $alertmanager (host:port), $control and $marathon (URLs), and the folder $work.
# shellcheck shell=bash disable=SC2034,SC2154

say() { printf '%s\n' "$*"; }
fail() {
  say "${0##*/}: $1" >&2
  exit 1
}

work=$(mktemp -d "${TMPDIR:-/tmp}/mesoscale-demo.XXXXXX")
pids=()
names=()

stop_all() {
  local pid i
  trap '' INT TERM
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill -TERM "${pids[i]}" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do
    for ((i = 0; i < 50; i++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap stop_all EXIT
trap 'say; say "stopping"; exit 130' INT
trap 'exit 143' TERM

# start NAME COMMAND...: in the background, with a log of its own.
start() {
  local name=$1
  shift
  "$@" >"$work/$name.log" 2>&1 </dev/null &
  pids+=($!)
  names+=("$name")
}

all_alive() {
  local i
  for i in "${!pids[@]}"; do
    kill -0 "${pids[i]}" 2>/dev/null && continue
    tail -n 20 "$work/${names[i]}.log" >&2
    fail "${names[i]} has ended; its last lines are above"
  done
}

# within SECONDS WHAT COMMAND...: repeats the command until it succeeds.
within() {
  local until=$((SECONDS + $1)) what=$2 name
  shift 2
  until "$@"; do
    all_alive
    if [ "$SECONDS" -ge "$until" ]; then
      for name in "${names[@]}"; do say "last lines of $name:"; tail -n 5 "$work/$name.log"; done >&2
      fail "$what did not happen"
    fi
    sleep 0.3
  done
}
get() { curl -fsS --max-time 3 "$@" 2>/dev/null; }
answers() { get -o /dev/null "$1"; }

used_ports=" "
free_port() {  # sets $port
  while true; do
    port=$((20000 + RANDOM % 10000))
    case $used_ports in *" $port "*) continue ;; esac
    [ -z "$(ss -Htan "sport = :$port")" ] || continue
    used_ports+="$port "
    return
  done
}

# configured FROM TO SED...: a file of the project with the demo's addresses and times; each expression must change it.
configured() {
  local from=$1 to=$2 before expression
  shift 2
  cp "$from" "$to"
  for expression in "$@"; do
    before=$(cksum <"$to")
    sed -i "$expression" "$to"
    [ "$before" != "$(cksum <"$to")" ] || fail "$from: nothing to replace by $expression"
  done
}

start_cluster() {
  start simulator "$build/simulator/mesoscale-simulator" --masters=2 --agents=3 --mesos.master-port=0 --mesos.agent-port=0 \
    --marathon.port=0 --control.port=0 --start-delay=1s --app-file="$top/docs/examples/web.json" --endpoints.file="$work/endpoints.json"
  within 20 "the simulated cluster's start" has_endpoints
  control=$(jq -r .control "$work/endpoints.json")
  marathon=$(jq -r '.marathon[0]' "$work/endpoints.json")
}
has_endpoints() { jq -e .control "$work/endpoints.json" >/dev/null 2>&1; }

# start_exporter FLAG...: of this cluster.
start_exporter() {
  local masters
  mapfile -t masters < <(jq -r '.masters[] | "--mesos.master=" + .' "$work/endpoints.json")
  free_port; exporter=127.0.0.1:$port
  start exporter "$build/exporter/mesoscale-exporter" "${masters[@]}" --marathon="$marathon" --web.listen-address="$exporter" "$@"
  within 30 "the exporter's start" answers "http://$exporter/-/ready"
}

start_webhook() {
  free_port; webhook=127.0.0.1:$port
  configured "$top/docs/examples/scaling.yml" "$work/scaling.yml" "s|http://marathon:8080|$marathon|" \
    's/settle: 2s/settle: 500ms/' 's/cooldown: 2m/cooldown: 3s/' 's/cooldown: 5m/cooldown: 3s/' \
    's/stabilizationWindowSeconds: 300/stabilizationWindowSeconds: 0/' 's/periodSeconds: 60/periodSeconds: 1/'
  "$build/webhook/mesoscale-webhook" check-config "$work/scaling.yml" || fail "the webhook refuses its rules"
  start webhook "$build/webhook/mesoscale-webhook" serve --config.file="$work/scaling.yml" --storage="sqlite:$work/webhook.db" \
    --web.listen-address="$webhook"
  within 30 "the webhook's start" answers "http://$webhook/-/ready"
}

# start_prometheus [FLAG...]: with an Alertmanager, and the flags beside its own.
start_prometheus() {
  free_port; prometheus=127.0.0.1:$port
  free_port; alertmanager=127.0.0.1:$port
  mkdir -p "$work/rules" "$work/prometheus" "$work/alertmanager"
  cp "$top/alerts/demo.rules.yml" "$top/alerts/mesoscale.rules.yml" "$work/rules/"
  configured "$top/docs/examples/alertmanager.yml" "$work/alertmanager.yml" "s/mesoscale-webhook:7105/$webhook/" \
    's/group_wait: 5s/group_wait: 1s/' 's/group_interval: 30s/group_interval: 1s/' 's/repeat_interval: 5m/repeat_interval: 5s/'
  start alertmanager prometheus-alertmanager --config.file="$work/alertmanager.yml" --storage.path="$work/alertmanager" \
    --web.listen-address="$alertmanager" --cluster.listen-address=
  configured "$top/docs/examples/prometheus.yml" "$work/prometheus.yml" "s/alertmanager:9093/$alertmanager/" \
    "s/mesoscale-exporter:9105/$exporter/" "s/mesoscale-webhook:7105/$webhook/" 's/\(scrape\|evaluation\)_interval: 15s/\1_interval: 1s/'
  run_prometheus "$@"
  within 30 "Alertmanager's start" answers "http://$alertmanager/-/ready"
}
# run_prometheus [FLAG...]: again after it was ended, with the data and at the address that it had.
run_prometheus() {
  start prometheus prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" \
    --web.listen-address="$prometheus" "$@"
  within 30 "Prometheus' start" answers "http://$prometheus/-/ready"
}

start_stack() {
  local program
  for program in exporter webhook simulator; do
    [ -x "$build/$program/mesoscale-$program" ] || fail "no program $build/$program/mesoscale-$program"
  done
  start_cluster
  start_exporter
  start_webhook
  start_prometheus
}

# query EXPRESSION: the first value of an instant query, empty when there is none.
query() {
  get -G "http://$prometheus/api/v1/query" --data-urlencode "query=$1" | jq -r '.data.result[0].value[1] // empty'
}

# set_cpu_load APP CPUS: the total work of an app, shared by its running instances.
set_cpu_load() {
  get -o /dev/null -X PUT -H 'Content-Type: application/json' -d "{\"app\":\"$1\",\"cpus\":$2}" "$control/control/load" ||
    fail "the control API refused a load of $2"
}
