#!/usr/bin/env bash
# Our registry as a server beside Debian's docker-registry: the same bytes, the same curl clients, data on disk.
#   push: one image of 10 layers, all layers at once; each stored blob's digest is verified afterwards
#   pull: 32 clients at once, a layer each
# Prints a markdown table of medians. Usage: benchmarks/registry.sh [MB of the image, 1000] [runs, 3]
set -euo pipefail
cd "$(dirname "$0")/.."
size_mb=${1:-1000} runs=${2:-3} layers=10 clients=32
PATH="$(eng/tools.sh path 2>/dev/null || true):$PATH"
command -v docker-registry >/dev/null || { echo "docker-registry is not installed: run eng/tools.sh." >&2; exit 2; }
./sregym --help >/dev/null
sregym=(./sregym)

work="$(mktemp -d "${TMPDIR:-/tmp}/bench-registry.XXXXXX")"
server=""
stop() { [ -z "$server" ] || { kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=""; }; }
trap 'stop; rm -rf "$work"' EXIT

for layer in $(seq "$layers"); do
  head -c "$((size_mb * 1000000 / layers))" /dev/urandom >"$work/layer$layer"
  sha256sum "$work/layer$layer" | cut -d' ' -f1 >"$work/digest$layer"
done

start() { # which; sets base
  rm -rf "$work/data" && mkdir -p "$work/data" && sync
  if [ "$1" = ours ]; then
    : >"$work/address"
    "${sregym[@]}" registry serve --storage "$work/data" --port 0 >"$work/address" 2>"$work/log" &
    server=$!
    until [ -s "$work/address" ]; do kill -0 "$server" && sleep 0.05; done
    base="$(cat "$work/address")"
  else
    base=http://127.0.0.1:5058
    printf 'version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: %s}}\nhttp: {addr: 127.0.0.1:5058}\n' \
      "$work/data" >"$work/config.yml"
    docker-registry serve "$work/config.yml" >"$work/log" 2>&1 &
    server=$!
    until curl -sf "$base/v2/" -o /dev/null; do kill -0 "$server" && sleep 0.05; done
  fi
}

push_layer() {
  local location
  location="$(curl -sf -X POST -o /dev/null -w '%header{location}' "$base/v2/bench/app/blobs/uploads/" 2>/dev/null)" || return 1
  [[ "$location" == http* ]] || location="$base$location"
  [[ "$location" == *\?* ]] && location="$location&" || location="$location?"
  curl -sf -o /dev/null -H 'Content-Type: application/octet-stream' -H 'Expect:' -T "$work/layer$1" "${location}digest=sha256:$(cat "$work/digest$1")"
}

wait_all() { local pid; for pid in "$@"; do wait "$pid" || { echo "a client has failed: $(tail -n 3 "$work/log")" >&2; exit 1; }; done; }

push() {
  local pids=()
  for layer in $(seq "$layers"); do push_layer "$layer" & pids+=($!); done
  wait_all "${pids[@]}"
}

pull() {
  local pids=()
  for client in $(seq "$clients"); do
    curl -sf -o /dev/null "$base/v2/bench/app/blobs/sha256:$(cat "$work/digest$((client % layers + 1))")" & pids+=($!)
  done
  wait_all "${pids[@]}"
}

verify() { # every layer is on disk under its digest
  local hashes
  hashes="$(find "$work/data" -type f -size +1M -print0 | xargs -0 sha256sum | cut -d' ' -f1)"
  for layer in $(seq "$layers"); do grep -q "$(cat "$work/digest$layer")" <<<"$hashes" || { echo "layer $layer is not stored as it was sent" >&2; exit 1; }; done
}

seconds() { local begin end; begin=$(date +%s.%N); "$@"; end=$(date +%s.%N); awk "BEGIN {printf \"%.3f\", $end - $begin}"; }
median() { sort -n "$1" | sed -n "$(((runs + 1) / 2))p"; }

for _ in $(seq "$runs"); do
  for which in theirs ours; do
    start "$which"
    { seconds push; echo; } >>"$work/push-$which"
    verify
    pull # once for the page cache and the compiler
    { seconds pull; echo; } >>"$work/pull-$which"
    awk '/^VmHWM/ {printf "%d\n", $2 / 1024}' "/proc/$server/status" >>"$work/memory-$which"
    stop
  done
done

p1=$(median "$work/push-theirs") p2=$(median "$work/push-ours") g1=$(median "$work/pull-theirs") g2=$(median "$work/pull-ours")
pulled=$((clients * size_mb / layers))
echo "| $size_mb MB, $layers layers, $(nproc) cores, median of $runs | docker-registry | ours | ratio |"
echo "|---|--:|--:|--:|"
awk "BEGIN {printf \"| push, MB/s (data on disk, digests verified) | %.0f | %.0f | %.2f |\n\", $size_mb / $p1, $size_mb / $p2, $p1 / $p2}"
awk "BEGIN {printf \"| pull with $clients clients, MB/s | %.0f | %.0f | %.2f |\n\", $pulled / $g1, $pulled / $g2, $g1 / $g2}"
awk "BEGIN {printf \"| peak memory of the server, MB | %d | %d | |\n\", $(median "$work/memory-theirs"), $(median "$work/memory-ours")}"
