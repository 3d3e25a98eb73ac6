#!/usr/bin/env bash
# Measures `./run --once` from a built tree: wall seconds, and the peak of the resident memory of all processes it
# started together, the dashboard apart: once with pages that several of them share counted once (PSS, what the machine
# needs), once with these counted in each (RSS). Usage: benchmarks/run-once.sh [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}

descendants() { # pid
  local child
  for child in $(pgrep -P "$1" 2>/dev/null || true); do echo "$child"; descendants "$child"; done
}

resident() { # pid of the run; kB of everything below it but the dashboard: PSS and RSS
  local pid
  for pid in $(descendants "$1"); do
    case "$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" || true)" in
      *aspire-managed*|*/aspire\ *|*bash*) continue ;;
    esac
    cat "/proc/$pid/smaps_rollup" 2>/dev/null || true
  done | awk '/^Pss:/ { pss += $2 } /^Rss:/ { rss += $2 } END { print pss + 0, rss + 0 }'
}

printf '%-6s %-10s %-15s %-15s %s\n' run seconds 'peak PSS (MB)' 'peak RSS (MB)' verdict
for run in $(seq "$runs"); do
  out=$(mktemp)
  begin=$(date +%s.%N)
  ./run --once --seed "$run" --port 0 >"$out" 2>"$out.err" &
  pid=$!
  peak_pss=0 peak_rss=0
  while kill -0 "$pid" 2>/dev/null; do
    read -r pss rss < <(resident "$pid")
    [ "$pss" -le "$peak_pss" ] || peak_pss=$pss
    [ "$rss" -le "$peak_rss" ] || peak_rss=$rss
    sleep 1
  done
  wait "$pid" || true
  end=$(date +%s.%N)
  verdict=$(grep -o 'diagnosis=[a-z]* mitigation=[a-z]*' "$out" || echo "no verdict: $(tail -n 1 "$out.err")")
  printf '%-6s %-10.1f %-15d %-15d %s\n' \
    "$run" "$(awk "BEGIN {print $end - $begin}")" "$((peak_pss / 1024))" "$((peak_rss / 1024))" "$verdict"
  rm -f "$out" "$out.err"
done
