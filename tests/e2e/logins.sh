#!/usr/bin/env bash
# Each way to log in against the simulator, which speaks TLS and wants client certificates: right, wrong, rotated, expired and renewed;
# from the exporter and from the webhook. No secret stands in anything that they say.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"
# shellcheck source=tests/e2e/access.sh
. "$top/tests/e2e/access.sh"

authority cluster
addresses=$(for n in 10 11 12 13; do for i in 1 2 3; do printf 'IP:127.0.%d.%d,' "$n" "$i"; done; done)
certificate cluster daemons "${addresses%,}"
certificate cluster client DNS:mesoscale.example.org
for name in right wrong; do
  openssl genrsa -out "$work/$name.pem" 2048 2>/dev/null
  # Every line of a private key is a secret.
  mapfile -t lines < <(grep -v '^-' "$work/$name.pem")
  mind "${lines[@]}"
done
openssl rsa -in "$work/right.pem" -pubout -out "$work/public.pem" 2>/dev/null
secret marathon
secret chronos
secret other
cp "$work/marathon.secret" "$work/marathon.opens"
cp "$work/chronos.secret" "$work/chronos.opens"

start_simulator --masters=1 --agents=1 --chronos.port=0 --app-file="$top/docs/examples/web.json" \
  --tls.cert-file="$work/daemons.crt" --tls.key-file="$work/daemons.key" --tls.client-ca-file="$work/cluster.crt" \
  --auth.basic-user=mesoscale --auth.basic-password-file="$work/marathon.opens" --auth.bearer-file="$work/chronos.opens" \
  --auth.dcos-uid=mesoscale --auth.dcos-public-key-file="$work/public.pem" --auth.token-lifetime=4s
url() { jq -r ".$1[0]" "$work/endpoints.json"; }
door() { get "$control/control/state" | jq ".door.$1"; }

# Names of files are relative to the configuration.
tls="tls_config: { ca_file: cluster.crt, cert_file: client.crt, key_file: client.key }"
# configuration KEY: of the exporter, with the private key KEY.pem.
configuration() {
  cat <<EOF
mesos:
  masters: ["$(url masters)"]
  agents: { scheme: https }
  http:
    dcos_auth: { login_url: "$(url masters)/acs/api/v1/auth/login", uid: mesoscale, private_key_file: $1.pem }
    $tls
marathon:
  urls: ["$(url marathon)"]
  http:
    basic_auth: { username: mesoscale, password_file: marathon.secret }
    $tls
chronos:
  urls: ["$(url chronos)"]
  http:
    authorization: { credentials_file: chronos.secret }
    $tls
EOF
}
configuration right >"$work/exporter.yml"
start_exporter_with exporter --config.file="$work/exporter.yml"
first=$exporter
all_up() {
  page_of "$first" && [ "$(grep -cE '^(mesos|marathon|chronos)_up\{.*\} 1$' "$work/page")" -eq 4 ]
}
within 20 "a page with all of the cluster" all_up
! grep -q '^mesoscale_exporter_target_failure' "$work/page" || fail "$(grep '^mesoscale_exporter_target_failure' "$work/page")"
say "DC/OS login, basic authentication, bearer token and client certificates open the cluster"

# refused MODULE REASON: the page tells of a failure of the main collector.
refused() { page_has "^mesoscale_exporter_target_failure\\{.*module=\"$1\".*reason=\"$2\"\\} 1$"; }
exporter=$first
for way in marathon chronos; do
  cp "$work/other.secret" "$work/$way.secret"
  within 5 "a refusal of $way" refused "$way" http_401
  page_has "^${way}_up\\{.*\\} 0$" || fail "${way}_up is not 0 with a wrong secret"
  : >"$work/$way.secret"
  before=$(door refused)
  within 5 "a refusal of $way with an empty secret" refused "$way" http_401
  hear "http://$exporter/metrics?module=$way"
  [ "$(door refused)" -le $((before + 1)) ] || fail "a request with an empty secret was sent to $way"
  # Rotated: the daemons know another secret, and the exporter reads it from its file.
  cp "$work/other.secret" "$work/$way.opens"
  cp "$work/other.secret" "$work/$way.secret"
done
within 5 "a page with all of the cluster after the secrets were rotated" all_up
say "a wrong and an empty secret are http_401; a rotated one is read without a restart"

# Tokens are good for four seconds: more than two of them are needed, and no page shows a gap.
logins=$(door logins)
until=$((SECONDS + 9))
while [ "$SECONDS" -lt "$until" ]; do
  all_up || fail "a gap while a token was renewed: $(grep -E '_up\{.*\} 0$|target_failure\{' "$work/page")"
  sleep 0.2
done
renewed=$(($(door logins) - logins))
{ [ "$renewed" -ge 2 ] && [ "$renewed" -le 5 ]; } || fail "$renewed logins in nine seconds with tokens of four"
say "$renewed tokens were renewed ahead of their end, without a gap"

configuration wrong >"$work/wrong.yml"
start_exporter_with wrong-key --config.file="$work/wrong.yml"
within 10 "a refusal of the login with another key" refused mesos_master http_401
for _ in 1 2 3 4 5 6 7 8 9 10; do hear "http://$exporter/metrics"; done
[ "$(door refused_logins)" -le 4 ] || fail "$(door refused_logins) logins with a wrong key: there is no pause between them"
page_has '^marathon_up\{.*\} 1$' || fail "a wrong key of Mesos harms Marathon"
sed 's/, cert_file: [^ ]*, key_file: [^ ]* }/ }/' "$work/exporter.yml" >"$work/stranger.yml"
start_exporter_with no-certificate --config.file="$work/stranger.yml"
without_certificate() { refused mesos_master 'tls|http_401' && refused marathon tls; }
within 10 "a refusal of a client without certificate" without_certificate
sed 's/ca_file: [^ ,]*, //' "$work/exporter.yml" >"$work/distrust.yml"
start_exporter_with no-authority --config.file="$work/distrust.yml"
within 10 "a refusal of a server of an unknown authority" refused marathon tls
say "a wrong key, a missing certificate and an unknown authority open nothing, and each is told"

# A secret that was written where it does not belong, or in place of a key: whatever is told of it names the place only.
secret misplaced
misplaced=$(cat "$work/misplaced.secret")
# changed FROM TO EXPRESSION: which must change something.
changed() {
  sed "$3" "$work/$1" >"$work/$2"
  ! cmp -s "$work/$1" "$work/$2" || fail "$1 has nothing to replace by $3"
}
# told ADDRESS FILE: a reload of the broken file is refused by naming the place.
told() {
  hear -X POST "http://$1/-/reload"
  head -1 "$work/answer.headers" | grep -q ' 500 ' && grep -qE "${2//./\\.}:[0-9]+:[0-9]+: " "$work/answer" ||
    fail "a reload of $2 tells: $(head -1 "$work/answer.headers") $(cat "$work/answer")"
}
cp "$work/exporter.yml" "$work/exporter.good"
changed exporter.good exporter.yml "s|password_file: marathon.secret|password: $misplaced|"
told "$first" exporter.yml
changed exporter.good exporter.yml "s|urls: \\[\"https://|&mesoscale:$misplaced@|"
told "$first" exporter.yml
for key in right.pem client.key; do
  changed exporter.good exporter.yml "s|$key|misplaced.secret|"
  hear -X POST "http://$first/-/reload"
  page_of "$first"
done
cp "$work/exporter.good" "$work/exporter.yml"
hear -X POST "http://$first/-/reload"
head -1 "$work/answer.headers" | grep -q ' 200 ' || fail "the good file is refused: $(cat "$work/answer")"
within 10 "a page with all of the cluster after the mistakes" all_up
say "a secret in the wrong place is refused without being repeated"

# The webhook scales by the same ways in.
webhook_rules() {
  cat <<EOF
version: 1
global: { settle: 0s }
marathons:
  - name: main
    urls: ["$(url marathon)"]
    $1
    $tls
groups:
  - name: load
    defaults: { marathon: main, app: { label: marathon_app }, min_instances: 1, max_instances: 9 }
    rules:
      - rule: busy
        matchers: ['alertname="Busy"']
        scale: { direction: up, by: 1 }
        behavior: { scaleUp: { cooldown: 0s } }
EOF
}
notify() {
  jq -n --arg key "$1" '{version: "4", groupKey: $key, status: "firing", receiver: "mesoscale", groupLabels: {}, commonLabels: {},
    commonAnnotations: {}, externalURL: "", truncatedAlerts: 0, alerts: [{status: "firing", fingerprint: $key, generatorURL: "", annotations: {},
    labels: {alertname: "Busy", marathon_app: "/demo/web", cause: $key}, startsAt: (now | todate), endsAt: "0001-01-01T00:00:00Z"}]}' |
    get -o /dev/null -H 'Content-Type: application/json' -d @- "http://$webhook/webhook" || fail "the webhook refused a notification"
}
effective() { get "$control/control/puts" | jq '[.puts[] | select(.effective and .method == "PUT")] | length'; }
for way in "dcos_auth: { login_url: \"$(url masters)/acs/api/v1/auth/login\", uid: mesoscale, private_key_file: right.pem }" \
  "basic_auth: { username: mesoscale, password_file: marathon.secret }" \
  "authorization: { credentials_file: chronos.secret }"; do
  name=webhook-${way%%:*}
  webhook_rules "$way" >"$work/$name.yml"
  free_port; webhook=127.0.0.1:$port
  start "$name" "$build/webhook/mesoscale-webhook" serve --config.file="$work/$name.yml" --storage="sqlite:$work/$name.db" \
    --web.listen-address="$webhook" --log.level=debug
  within 10 "the start of $name" answers "http://$webhook/-/ready"
  before=$(effective)
  notify "$name"
  scaled() { [ "$(effective)" -gt "$before" ]; }
  within 10 "a change by $name" scaled
  # The rule that acted goes, another one comes; the alert that is open now belongs to it.
  sed -i 's/rule: busy/rule: hectic/' "$work/$name.yml"
  before=$(effective)
  send "$name" HUP
  notify "$name-again"
  within 10 "a change by the new rule of $name" scaled
  get "http://$webhook/api/v1/decisions" | grep -q hectic || fail "the new rule is in no decision"
  for page in metrics api/v1/decisions api/v1/apps -/healthy -/ready ''; do hear "http://$webhook/$page"; done
  cp "$work/$name.yml" "$work/$name.good"
  for mistake in "s|_file: [a-z]*\\.[a-z]* |: $misplaced |" "s|urls: \\[\"https://|&mesoscale:$misplaced@|"; do
    changed "$name.good" "$name.yml" "$mistake"
    told "$webhook" "$name.yml"
  done
  tr '\0' '\n' <"/proc/$(pid_of "$name")/cmdline" >>"$work/cmdlines"
  end "$name" TERM
done
say "the webhook scales by a DC/OS login, basic authentication and a bearer token"

for page in '' -/healthy -/ready sd?module=mesos_agent sd?module=marathon probe "probe?module=marathon&target=127.0.0.1:1" \
  "probe?module=mesos_master&target=$(url masters | sed 's|.*//||')" metrics?module=nothing nowhere; do
  hear "http://$first/$page"
done
for name in simulator exporter wrong-key no-certificate no-authority; do
  tr '\0' '\n' <"/proc/$(pid_of "$name")/cmdline" >>"$work/cmdlines"
done
no_secret_in "a command line" "$work/cmdlines"
no_secret_in "an answer" "$work/heard"
for log in "$work"/*.log; do no_secret_in "${log##*/}" "$log"; done
! grep -hE 'eyJ[A-Za-z0-9_-]{10}' "$work"/*.log "$work/heard" || fail "a token stands in a log or an answer"
say "no secret and no token stands in a log at debug, on one of $(grep -ac '^mesos_up' "$work/heard") pages, in an error or on a command line"
