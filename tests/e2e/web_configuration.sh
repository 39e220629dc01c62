#!/usr/bin/env bash
# The exporter and the webhook behind TLS, client certificates and passwords: curl and a real Prometheus get in, strangers do not, and wrong
# passwords slow nobody down. A reload with a mistake changes nothing.
set -euo pipefail
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${MESOSCALE_BUILD_DIR:?the folder of a build}
# shellcheck source=scripts/stack.sh
. "$top/scripts/stack.sh"
# shellcheck source=tests/e2e/access.sh
. "$top/tests/e2e/access.sh"

authority servers
authority clients
certificate servers server IP:127.0.0.1
certificate clients prometheus DNS:prometheus.example.org
certificate clients alertmanager DNS:alertmanager.example.org
certificate servers impostor DNS:prometheus.example.org
secret password
secret alertmanager
secret wrong
# A cost of 12: some 300 ms a check. Were it done on the io thread, thirty wrong ones would block it for ten seconds.
# The salt is put together here, because a dollar sign in an argument of perl -e is one of the shell, too.
# hash_of NAME: the bcrypt hash of a secret.
hash_of() { perl -e 'chomp(my $word = <STDIN>); print crypt($word, join("\$", "", "2b", "12", "abcdefghijklmnopqrstuu"))' <"$work/$1.secret"; }
hash=$(hash_of password)
alertmanager_hash=$(hash_of alertmanager)
configured "$top/docs/examples/web-config.yml" "$work/web.yml" 's/clients-ca.crt/clients.crt/' "s|^  prometheus: \\\$2a.*|  prometheus: $hash|" \
  "s|^  alertmanager: \\\$2a.*|  alertmanager: $alertmanager_hash|"
free_port; chronos=$port
echo "chronos: { urls: ['http://127.0.0.1:$chronos'] }" >"$work/exporter.yml"
sed "s|http://marathon:8080|http://127.0.0.1:$chronos|" "$top/docs/examples/scaling.yml" >"$work/rules.yml"
start_exporter_with exporter --config.file="$work/exporter.yml" --web.config.file="$work/web.yml"
free_port; webhook=127.0.0.1:$port
start webhook "$build/webhook/mesoscale-webhook" serve --config.file="$work/rules.yml" --storage="sqlite:$work/webhook.db" \
  --web.listen-address="$webhook" --web.config.file="$work/web.yml" --log.level=debug

# A file, because a command line can be read by others.
login() { printf 'user = "prometheus:%s"\n' "$(cat "$work/$1.secret")" >"$work/$1.curl"; }
login password
login wrong
tls=(--cacert "$work/servers.crt" --cert "$work/prometheus.crt" --key "$work/prometheus.key")
# status OPTION... URL: what the answer is; 000 without any. Its text stands in $work/answer, and all of them in $work/heard.
answer=answer
status() {
  rm -f "$work/$answer" "$work/$answer.headers"
  curl -s -D "$work/$answer.headers" -o "$work/$answer" -w '%{http_code}' --max-time 20 "$@" || true
  cat "$work/$answer.headers" "$work/$answer" >>"$work/heard" 2>/dev/null || true
}
ask() { status "${tls[@]}" -K "$work/password.curl" "$@"; }
enters() { [ "$(ask "https://$1/-/healthy")" = 200 ]; }
for program in "$exporter" "$webhook"; do
  within 20 "the start of a program" enters "$program"
  [ "$(ask "https://$program/metrics")" = 200 ] || fail "$program/metrics: $(status "${tls[@]}" "https://$program/metrics")"
  [ "$(status "${tls[@]}" "https://$program/metrics")" = 401 ] || fail "$program lets somebody in without password"
  [ "$(status "${tls[@]}" -K "$work/wrong.curl" "https://$program/metrics")" = 401 ] || fail "$program lets a wrong password in"
  [ "$(status --cacert "$work/servers.crt" -K "$work/password.curl" "https://$program/metrics")" = 000 ] || fail "$program lets a client without certificate in"
  [ "$(status --cacert "$work/servers.crt" --cert "$work/impostor.crt" --key "$work/impostor.key" -K "$work/password.curl" "https://$program/metrics")" = 000 ] ||
    fail "$program lets a certificate of another authority in"
  [ "$(status "http://$program/metrics")" != 200 ] || fail "$program speaks plain HTTP"
  curl -s -D - -o /dev/null "${tls[@]}" -K "$work/password.curl" "https://$program/" | grep -qi '^x-frame-options: deny' || fail "$program adds no header"
done
say "curl gets in with certificate and password, and without one of them does not"

free_port; prometheus=127.0.0.1:$port
configured "$top/docs/examples/prometheus-tls.yml" "$work/prometheus.yml" "s/mesoscale-exporter:9105/$exporter/" "s/mesoscale-webhook:7105/$webhook/" \
  's/prometheus.pw/password.secret/' 's/mesoscale-ca.crt/servers.crt/' '1i global: { scrape_interval: 1s }'
mkdir "$work/prometheus"
start prometheus prometheus --config.file="$work/prometheus.yml" --storage.tsdb.path="$work/prometheus" --web.listen-address="$prometheus"
both_up() { [ "$(query 'sum(up)')" = 2 ]; }
within 30 "Prometheus' scrapes of both programs" both_up
say "Prometheus scrapes both over TLS with a client certificate and a password"

# The list of targets is asked for over the same door, with a login of its own.
free_port; both=$prometheus; prometheus=127.0.0.1:$port
configured "$top/docs/examples/prometheus-http-sd-tls.yml" "$work/http-sd.yml" "s/mesoscale-exporter:9105/$exporter/" \
  's/prometheus.pw/password.secret/' 's/mesoscale-ca.crt/servers.crt/' 's/scrape_interval: 15s/scrape_interval: 1s/' 's/refresh_interval: 30s/refresh_interval: 1s/'
mkdir "$work/http-sd"
start http-sd prometheus --config.file="$work/http-sd.yml" --storage.tsdb.path="$work/http-sd" --web.listen-address="$prometheus"
listed_and_up() { [ "$(query 'up{job="chronos"} + ignoring(job, instance) up{job="mesoscale-exporter"}')" = 2 ]; }
within 30 "a target that Prometheus has learnt from /sd over TLS" listed_and_up
[ "$(query 'chronos_up{job="chronos"}')" = 0 ] || fail "the target behind /probe is not told to be down"
end http-sd TERM
prometheus=$both
say "Prometheus learns targets from /sd and scrapes them by /probe over TLS with a client certificate and a password"

free_port; alertmanager=127.0.0.1:$port
configured "$top/docs/examples/alertmanager-tls.yml" "$work/alertmanager.yml" "s/mesoscale-webhook:7105/$webhook/" \
  's/alertmanager.pw/alertmanager.secret/' 's/mesoscale-ca.crt/servers.crt/' \
  's/group_wait: 5s/group_wait: 0s/'
mkdir "$work/alertmanager"
start alertmanager prometheus-alertmanager --config.file="$work/alertmanager.yml" --storage.path="$work/alertmanager" \
  --web.listen-address="$alertmanager" --cluster.listen-address=
within 30 "Alertmanager's start" answers "http://$alertmanager/-/ready"
get -o /dev/null -H 'Content-Type: application/json' -d '[{"labels":{"alertname":"Nobody","marathon_app":"/demo/web"}}]' "http://$alertmanager/api/v2/alerts" ||
  fail "Alertmanager refused an alert"
notified() { [ "$(ask "https://$webhook/metrics")" = 200 ] && grep -qE '^mesoscale_webhook_notifications_total\{outcome="stored"\} [1-9]' "$work/answer"; }
within 15 "a notification of Alertmanager over TLS" notified
say "Alertmanager notifies the webhook over TLS with a client certificate and a password"

declare -A name_of=(["$exporter"]=exporter ["$webhook"]=webhook)
for program in "$exporter" "$webhook"; do
  shooters=()
  for shooter in 1 2 3 4 5 6 7 8 9 10; do
    (answer=flood.$shooter; for _ in 1 2 3; do status "${tls[@]}" -K "$work/wrong.curl" "https://$program/metrics" >/dev/null; done) &
    shooters+=($!)
  done
  slowest=0
  for _ in 1 2 3 4 5; do
    read -r code took < <(curl -s -o "$work/page" -w '%{http_code} %{time_total}\n' --max-time 20 "${tls[@]}" -K "$work/password.curl" "https://$program/metrics")
    [ "$code" = 200 ] || fail "$program answers a right password with $code beside wrong ones"
    grep -q '^# TYPE' "$work/page" || fail "$program gives no page beside wrong passwords"
    cat "$work/page" >>"$work/heard"
    slowest=$(awk -v a="$slowest" -v b="$took" 'BEGIN { print (a > b ? a : b) }')
  done
  kill "${shooters[@]}" 2>/dev/null || true
  wait "${shooters[@]}" 2>/dev/null || true
  awk -v slowest="$slowest" 'BEGIN { exit !(slowest < 1.5) }' || fail "a scrape with the right password took $slowest s beside wrong ones"
  say "beside thirty wrong passwords the slowest of five scrapes of the ${name_of[$program]} took $slowest s"
done

# reload PROGRAM: its status; the text is in $work/answer.
reload() { ask -X POST "https://$1/-/reload"; }
shows() { [ "$(ask "https://$1/metrics")" = 200 ] && grep -qE "^mesoscale_(exporter|webhook)_config_last_reload_successful $2\$" "$work/answer"; }
[ "$(status "${tls[@]}" -X POST "https://$exporter/-/reload")" = 401 ] || fail "a stranger may reload"
for program in "$exporter" "$webhook"; do
  shows "$program" 1 || fail "$program does not tell that its configuration is good"
done
cp "$work/exporter.yml" "$work/exporter.good"
cp "$work/rules.yml" "$work/rules.good"
echo 'chronic: {}' >>"$work/exporter.yml"
sed -i 's/hard_max_instances: 50/hard_max_instances: many/' "$work/rules.yml"
[ "$(reload "$exporter")" = 500 ] && grep -qE 'exporter.yml:2:1: found the unknown key "chronic"' "$work/answer" || fail "reload: $(cat "$work/answer")"
[ "$(reload "$webhook")" = 500 ] && grep -qE 'rules.yml:[0-9]+:[0-9]+: global.hard_max_instances: found' "$work/answer" || fail "reload: $(cat "$work/answer")"
for program in "$exporter" "$webhook"; do
  shows "$program" 0 || fail "$program does not tell that its configuration is bad"
done
[ "$(ask "https://$exporter/metrics?module=chronos")" = 200 ] && grep -qF "chronos_up{instance=\"127.0.0.1:$chronos\"} 0" "$work/answer" || fail "the old targets are gone"
cp "$work/exporter.good" "$work/exporter.yml"
cp "$work/rules.good" "$work/rules.yml"
send exporter HUP
send webhook HUP
for program in "$exporter" "$webhook"; do
  within 5 "the end of the trouble" shows "$program" 1
done
say "a reload with a mistake names it and changes nothing; SIGHUP reads the good file again"

# Another certificate, as a rotation brings it: new connections see it without a restart.
before=$(openssl x509 -noout -serial -in "$work/server.crt")
certificate servers server IP:127.0.0.1
[ "$before" != "$(openssl x509 -noout -serial -in "$work/server.crt")" ] || fail "the certificate is the same"
# sees PROGRAM: it shows the certificate that stands in the file now.
sees() {
  [ "$(openssl s_client -connect "$1" -cert "$work/prometheus.crt" -key "$work/prometheus.key" </dev/null 2>/dev/null | openssl x509 -noout -serial 2>/dev/null)" = \
    "$(openssl x509 -noout -serial -in "$work/server.crt")" ]
}
for program in "$exporter" "$webhook"; do within 8 "the new certificate of a program" sees "$program"; done
say "a new certificate needs no restart"

for name in exporter webhook; do
  tr '\0' '\n' <"/proc/$(pid_of "$name")/cmdline" >"$work/$name.cmdline"
  no_secret_in "the command line or log of $name" "$work/$name.cmdline" "$work/$name.log"
done
no_secret_in "an answer" "$work/heard"
grep -aq ' 401 ' "$work/heard" && grep -aq ' 500 ' "$work/heard" || fail "refusals are not among the answers that are searched"
for one in "$hash" "$alertmanager_hash"; do
  ! grep -qF "$one" "$work/exporter.log" "$work/webhook.log" "$work/heard" || fail "a hash stands in a log or an answer"
done
say "no password and no hash stands on a page, in a refusal, in a log at debug or on a command line"
