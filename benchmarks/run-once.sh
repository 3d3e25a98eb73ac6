#!/usr/bin/env bash
# Measures `./run --once` from a built tree: wall seconds, and the peak of the resident memory of our own processes
# (AppHost, services, agent) together: once with pages that several of them share counted once (PSS, what the machine
# needs), once with these counted in each (RSS); and PSS with Aspire's orchestrator and launchers, the dashboard apart.
# Usage: benchmarks/run-once.sh [runs]
set -euo pipefail
cd "$(dirname "$0")/.."
runs=${1:-5}

# What a run starts inherits its environment, also what the orchestrator takes out of the run's process tree.
started() { # mark
  grep -lsaF "SREGYM_BENCHMARK_RUN=$1" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3 || true
}

resident() { # mark; kB: PSS and RSS of ours, PSS of all but the dashboard
  local pid
  for pid in $(started "$1"); do
    case "$(tr '\0' ' ' 2>/dev/null <"/proc/$pid/cmdline" || true)" in
      *aspire-managed*|*Aspire.Dashboard*|*bash*) continue ;;
      */SreGym.*.csproj*|*/dcp\ *) echo other ;;
      *) echo ours ;;
    esac
    cat "/proc/$pid/smaps_rollup" 2>/dev/null || true
  done | awk '/^(ours|other)$/ { who = $1 } /^Pss:/ { pss[who] += $2 } /^Rss:/ { rss[who] += $2 }
    END { print pss["ours"] + 0, rss["ours"] + 0, pss["ours"] + pss["other"] + 0 }'
}

printf '%-6s %-10s %-15s %-15s %-15s %s\n' run seconds 'peak PSS (MB)' 'peak RSS (MB)' 'with Aspire' verdict
for run in $(seq "$runs"); do
  out=$(mktemp)
  begin=$(date +%s.%N)
  SREGYM_BENCHMARK_RUN="$$-$run" ./run --once --seed "$run" --port 0 >"$out" 2>"$out.err" &
  pid=$!
  peak_pss=0 peak_rss=0 peak_all=0
  while kill -0 "$pid" 2>/dev/null; do
    read -r pss rss all < <(resident "$$-$run")
    [ "$pss" -le "$peak_pss" ] || peak_pss=$pss
    [ "$rss" -le "$peak_rss" ] || peak_rss=$rss
    [ "$all" -le "$peak_all" ] || peak_all=$all
    sleep 1
  done
  wait "$pid" || true
  end=$(date +%s.%N)
  verdict=$(grep -o 'diagnosis=[a-z]* mitigation=[a-z]*' "$out" || echo "no verdict: $(tail -n 1 "$out.err")")
  printf '%-6s %-10.1f %-15d %-15d %-15d %s\n' \
    "$run" "$(awk "BEGIN {print $end - $begin}")" "$((peak_pss / 1024))" "$((peak_rss / 1024))" "$((peak_all / 1024))" "$verdict"
  rm -f "$out" "$out.err"
done
