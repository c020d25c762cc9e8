#!/bin/sh
# Compares the network room with nginx: one core for the server, one for wrk, alternating rounds, medians, ratio.
#
#   bench/http_bench.sh [build folder, default build/release] [rounds, default 5] [seconds, default 5]
#
# Absolute figures vary with the machine and its load; only the ratios of one run mean something.
set -eu

build=${1:-build/release}
rounds=${2:-5}
seconds=${3:-5}
work=$(mktemp -d)
children=
trap 'for child in $children; do kill "$child" 2>/dev/null || true; done; rm -rf "$work"' EXIT

chmod 755 "$work"  # nginx drops its rights when started as root.
mkdir -p "$work/html"
head -c 1024 /dev/zero | tr '\0' f > "$work/html/file"
head -c 1048576 /dev/zero | tr '\0' f > "$work/html/large"
nginx_port=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
cat > "$work/nginx.conf" <<END
worker_processes 1; daemon off; pid $work/nginx.pid; error_log $work/error.log;
events { worker_connections 4096; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  open_file_cache max=1000 inactive=60s; open_file_cache_valid 60s;
  client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c;
  uwsgi_temp_path $work/d; scgi_temp_path $work/e; default_type text/plain;
  server { listen 127.0.0.1:$nginx_port; root $work/html; }
}
END
taskset -c 0 nginx -e "$work/error.log" -c "$work/nginx.conf" & children="$children $!"
taskset -c 0 "$build/bench/http_bench" > "$work/immediate" & children="$children $!"
taskset -c 0 "$build/bench/http_bench" --log > "$work/logging" & children="$children $!"
taskset -c 0 "$build/bench/http_bench" --mode deferred > "$work/deferred" & children="$children $!"
sleep 1

base=http://127.0.0.1
[ "$(curl -fs "$base:$nginx_port/large" | wc -c)" = 1048576 ]
[ "$(curl -fs "$base:$(cat "$work/immediate")/large" | wc -c)" = 1048576 ]

measure() {  # name url
  rate=$(taskset -c 1 wrk -t1 -c64 -d"${seconds}s" "$2" | awk '/Requests\/sec/ { print $2 }')
  echo "$rate" >> "$work/result.$1"
}
median() { sort -n "$work/result.$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }

round=0
while [ "$round" -lt "$rounds" ]; do
  measure nginx-1k "$base:$nginx_port/file"
  measure memory-1k "$base:$(cat "$work/immediate")/memory"
  measure file-1k "$base:$(cat "$work/immediate")/file"
  measure logged-1k "$base:$(cat "$work/logging")/file"
  measure deferred-1k "$base:$(cat "$work/deferred")/memory"
  measure nginx-1m "$base:$nginx_port/large"
  measure file-1m "$base:$(cat "$work/immediate")/large"
  round=$((round + 1))
done

for name in nginx-1k memory-1k file-1k logged-1k deferred-1k nginx-1m file-1m; do
  against=nginx-${name#*-}
  awk -v name="$name" -v rate="$(median "$name")" -v other="$(median "$against")" \
    'BEGIN { printf "%-12s %9.0f requests/s  %.2f x nginx\n", name, rate, rate / other }'
done
