#!/usr/bin/env bash
# Measures `./run --once` from a built tree: wall seconds, and the peak of the resident memory of all processes it
# started together, the dashboard apart. Usage: benchmarks/run-once.sh [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}

descendants() { # pid
  local child
  for child in $(pgrep -P "$1" 2>/dev/null || true); do echo "$child"; descendants "$child"; done
}

resident() { # pid of the run; kB of everything below it but the dashboard
  local total=0 pid kb
  for pid in $(descendants "$1"); do
    case "$(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null || true)" in
      *aspire-managed*|*/aspire\ *|*bash*) continue ;;
    esac
    kb=$(awk '/^VmRSS/ {print $2}' "/proc/$pid/status" 2>/dev/null || true)
    total=$((total + ${kb:-0}))
  done
  echo "$total"
}

printf '%-6s %-10s %-14s %s\n' run seconds 'peak RSS (MB)' verdict
for run in $(seq "$runs"); do
  out=$(mktemp)
  begin=$(date +%s.%N)
  ./run --once --seed "$run" --port 0 >"$out" 2>"$out.err" &
  pid=$!
  peak=0
  while kill -0 "$pid" 2>/dev/null; do
    now=$(resident "$pid")
    [ "$now" -le "$peak" ] || peak=$now
    sleep 0.2
  done
  wait "$pid" || true
  end=$(date +%s.%N)
  verdict=$(grep -o 'diagnosis=[a-z]* mitigation=[a-z]*' "$out" || echo "no verdict: $(tail -n 1 "$out.err")")
  printf '%-6s %-10.1f %-14d %s\n' "$run" "$(awk "BEGIN {print $end - $begin}")" "$((peak / 1024))" "$verdict"
  rm -f "$out" "$out.err"
done
