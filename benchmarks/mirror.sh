#!/usr/bin/env bash
# The mirror beside skopeo, crane and oras: same data, same run, two docker-registry instances on the loopback interface, our own
# registry as target, and the same over 50 ms and 1 % loss between two network namespaces (root only).
#   benchmarks/mirror.sh                  1 GB image, 3 runs each
#   SIZE_MB=100 RUNS=1 WAN_MB=4 benchmarks/mirror.sh   a smaller one
# Prints tables in Markdown with ratios; everything it starts and makes is gone at its end.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
size_mb="${SIZE_MB:-1000}" layers="${LAYERS:-10}" runs="${RUNS:-3}" wan_mb="${WAN_MB:-24}" set_mb="${SET_MB:-160}"
only="${ONLY:-image ours set again wan}"
PATH="$("$root/eng/tools.sh" path):$PATH"
for tool in skopeo crane oras docker-registry curl; do
  command -v "$tool" >/dev/null || { echo "mirror.sh: $tool is missing: eng/tools.sh obtains it." >&2; exit 2; }
done
"$root/sregym" --version >/dev/null
sregym="$root/artifacts/sregym/sregym"

work="$(mktemp -d "${TMPDIR:-/tmp}/mirror-bench.XXXXXX")"
pids=() namespaces=()
clean_up() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  for name in "${namespaces[@]}"; do ip netns delete "$name" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# --- data: an OCI layout of incompressible layers, deterministic sizes ---------------------------------------------------------------
blob() {
  local file="$1" digest
  digest="$(sha256sum "$file" | cut -d' ' -f1)"
  mkdir -p "$2/blobs/sha256"
  mv "$file" "$2/blobs/sha256/$digest"
  echo "$digest"
}

# layout <folder> <tag> <layer file>...: an image whose layers are hard links to the files
layout() {
  local folder="$1" tag="$2" entries="" ids="" digest size config manifest
  shift 2
  mkdir -p "$folder/blobs/sha256"
  for layer in "$@"; do
    digest="$(cat "$layer.sha256")" size="$(stat -c %s "$layer")"
    ln -f "$layer" "$folder/blobs/sha256/$digest"
    entries="$entries,{\"mediaType\":\"application/vnd.oci.image.layer.v1.tar\",\"digest\":\"sha256:$digest\",\"size\":$size}"
    ids="$ids,\"sha256:$digest\""
  done
  printf '{"architecture":"amd64","os":"linux","config":{"Labels":{"tag":"%s"}},"rootfs":{"type":"layers","diff_ids":[%s]}}' "$tag" "${ids#,}" >"$work/config"
  size="$(stat -c %s "$work/config")" config="$(blob "$work/config" "$folder")"
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"sha256:%s","size":%s},"layers":[%s]}' \
    "$config" "$size" "${entries#,}" >"$work/manifest"
  size="$(stat -c %s "$work/manifest")" manifest="$(blob "$work/manifest" "$folder")"
  echo '{"imageLayoutVersion":"1.0.0"}' >"$folder/oci-layout"
  printf '{"schemaVersion":2,"manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":%s,"annotations":{"org.opencontainers.image.ref.name":"%s"}}]}' \
    "$manifest" "$size" "$tag" >"$folder/index.json"
}

layer() {
  mkdir -p "$work/layers"
  head -c "$2" /dev/urandom >"$work/layers/$1"
  sha256sum "$work/layers/$1" | cut -d' ' -f1 >"$work/layers/$1.sha256"
  echo "$work/layers/$1"
}

# --- registries ---------------------------------------------------------------------------------------------------------------------
source=127.0.0.1:15901 target=127.0.0.1:15902

wait_for() {
  for _ in $(seq 200); do ${3:-} curl -sf -o /dev/null "http://$1/v2/" && return 0; sleep 0.05; done
  echo "mirror.sh: the registry at $1 did not start: $2" >&2
  exit 2
}

# registry <name> <address> [command prefix]
registry() {
  printf 'version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\nstorage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}\nhttp: {addr: "%s"}\n' \
    "$work/$1" "$2" >"$work/$1.yml"
  ${3:-} docker-registry serve "$work/$1.yml" >"$work/$1.log" 2>&1 &
  pids+=("$!")
  wait_for "$2" "$work/$1.log" "${3:-}"
}

ours_pid=""
start_ours() {
  "$sregym" registry serve --listen "$target" --storage "$work/ours" >"$work/ours.log" 2>&1 &
  ours_pid="$!"
  pids+=("$ours_pid")
  wait_for "$target" "$work/ours.log"
}

stop() {
  kill "$1" 2>/dev/null || true
  wait "$1" 2>/dev/null || true
}

# An empty target: the process is started anew on an empty folder.
fresh_target() {
  [ -z "$target_pid" ] || stop "$target_pid"
  rm -rf "${work:?}/target" "${work:?}/ours"
  mkdir -p "$work/target"
  sync
  if [ "$1" = ours ]; then
    start_ours
    target_pid="$ours_pid"
  else
    registry target "$target" "${2:-}"
    target_pid="${pids[-1]}"
  fi
}
target_pid=""

# --- the tools ----------------------------------------------------------------------------------------------------------------------
copy_sregym() { ${in:-} "$sregym" mirror --quiet "$source/$1" "$target/$1"; }
copy_skopeo() { ${in:-} skopeo --insecure-policy copy --all --quiet --src-tls-verify=false --dest-tls-verify=false "docker://$source/$1" "docker://$target/$1"; }
copy_crane() { ${in:-} crane copy --insecure "$source/$1" "$target/$1"; }
copy_oras() { ${in:-} oras copy --from-plain-http --to-plain-http "$source/$1" "$target/$1"; }
# What cannot be beaten: the same bytes from files, all at once, without reading them from anywhere.
copy_curl() {
  local file location uploads=()
  for file in "${image_layers[@]}"; do
    location="$(curl -sf -X POST -D - -o /dev/null "http://$target/v2/$1/blobs/uploads/" | tr -d '\r' | sed -n 's/^[Ll]ocation: //p')"
    curl -sf -o /dev/null -X PUT -H 'Content-Type: application/octet-stream' -H 'Expect:' -T "$file" "$location&digest=sha256:$(cat "$file.sha256")" &
    uploads+=("$!")
  done
  wait "${uploads[@]}"
}

# The hotel-reservation set: every tool in the way its users would do it.
copy_set_sregym() { ${in:-} "$sregym" mirror --quiet --file "$work/set.yaml"; }
copy_set_skopeo() { for image in "${set_images[@]}"; do copy_skopeo "$image"; done; }
copy_set_crane() { for image in "${set_images[@]}"; do copy_crane "$image"; done; }
copy_set_oras() { for image in "${set_images[@]}"; do copy_oras "$image"; done; }

# measure <command>...: prints seconds and the peak of resident memory in MB
measure() {
  local start end peak=0 value pid
  start="$(date +%s%N)"
  "$@" >"$work/out" 2>&1 &
  pid="$!"
  while kill -0 "$pid" 2>/dev/null; do
    if [ -n "${memory:-}" ]; then
      for child in "$pid" $(pgrep -P "$pid" 2>/dev/null); do
        value="$(sed -n 's/^VmHWM:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$child/status" 2>/dev/null || true)"
        [ "${value:-0}" -le "$peak" ] || peak="$value"
      done
      sleep 0.02
    else
      break
    fi
  done
  if ! wait "$pid"; then
    echo "mirror.sh: failed: $*" >&2
    tail -n 5 "$work/out" >&2
    exit 1
  fi
  end="$(date +%s%N)"
  echo "$(((end - start) / 1000000)) $((peak / 1024))"
}

best() { sort -n | head -n 1; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f×", a / b }'; }
seconds() { awk -v ms="$1" 'BEGIN { printf "%.2f", ms / 1000 }'; }

# row <label> <target kind> <what> <tool>...: best of the runs for each tool, interleaved
declare -A times peaks
compare() {
  local key="$1" kind="$2" what="$3" tool run result
  shift 3
  for run in $(seq "$runs"); do
    for tool in "$@"; do
      fresh_target "$kind" "${in:-}"
      result="$(measure "copy_$tool" $what)"
      echo "${result% *}" >>"$work/times.$key.$tool"
    done
  done
  for tool in "$@"; do times[$key.$tool]="$(best <"$work/times.$key.$tool")"; done
}

fastest() {
  local key="$1" tool least=""
  for tool in skopeo crane oras; do
    [ -z "${times[$key.${2:-}$tool]:-}" ] || [ -n "$least" ] && [ "${times[$key.${2:-}$tool]}" -ge "$least" ] || least="${times[$key.${2:-}$tool]}"
  done
  echo "$least"
}

# --- data and source ----------------------------------------------------------------------------------------------------------------
image_layers=()
for index in $(seq "$layers"); do image_layers+=("$(layer "big-$index" "$((size_mb * 1000000 / layers))")"); done
layout "$work/big" v1 "${image_layers[@]}"
# Sixteen images as hotel-reservation has them: eight services of one image, databases that share a base, caches that are one image.
bases=("$(layer base-app $((set_mb * 200000)))" "$(layer base-mongo $((set_mb * 350000)))" "$(layer base-cache $((set_mb * 100000)))" "$(layer base-tools $((set_mb * 150000)))")
set_images=() index=0
mkdir -p "$work/source"
registry source "$source"
push() { skopeo --insecure-policy copy --all --quiet --dest-tls-verify=false "oci:$1:$2" "docker://$source/$3" >/dev/null; }
push "$work/big" v1 bench/big:v1
for service in frontend geo profile rate recommendation reservation search user; do
  [ "$index" -gt 0 ] || layout "$work/app" v1 "${bases[0]}" "$(layer app-code $((set_mb * 50000)))"
  push "$work/app" v1 "hotel/$service:v1"
  set_images+=("hotel/$service:v1") index=$((index + 1))
done
for service in geo profile rate recommendation reservation user; do
  layout "$work/mongo-$service" v1 "${bases[1]}" "$(layer "mongo-$service" $((set_mb * 10000)))"
  push "$work/mongo-$service" v1 "mongo/$service:v1"
  set_images+=("mongo/$service:v1")
done
layout "$work/cache" v1 "${bases[2]}" "$(layer cache-code $((set_mb * 20000)))"
layout "$work/consul" v1 "${bases[3]}" "$(layer consul-code $((set_mb * 20000)))"
push "$work/cache" v1 cache/memcached:v1
push "$work/consul" v1 tools/consul:v1
set_images+=(cache/memcached:v1 tools/consul:v1)
{
  echo "images:"
  for image in "${set_images[@]}"; do printf -- '  - {source: "%s/%s", target: "%s/%s"}\n' "$source" "$image" "$target" "$image"; done
} >"$work/set.yaml"

echo "Commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown), $(nproc) cores, best of $runs. skopeo $(skopeo --version | awk '{print $3}')," \
  "crane $(dpkg-deb --version >/dev/null 2>&1 && echo of Debian sid), oras $(oras version | awk '/^Version/ {print $2}'), $(docker-registry --version | awk '{print "docker-registry " $3}')."
echo
echo "| case | sregym | skopeo | crane | oras | fastest of them ÷ sregym |"
echo "|---|---|---|---|---|---|"
line() {
  local key="$1" label="$2" prefix="${3:-}"
  echo "| $label | $(seconds "${times[$key.${prefix}sregym]}") s | $(seconds "${times[$key.${prefix}skopeo]}") s | $(seconds "${times[$key.${prefix}crane]}") s | $(seconds "${times[$key.${prefix}oras]}") s | $(ratio "$(fastest "$key" "$prefix")" "${times[$key.${prefix}sregym]}") |"
}

if [[ " $only " == *" image "* ]]; then
  compare image distribution bench/big:v1 sregym skopeo crane oras
  compare image distribution bench/big curl
  line image "one image of $size_mb MB, $layers layers"
fi
if [[ " $only " == *" ours "* ]] && "$sregym" registry serve --help >/dev/null 2>&1; then
  compare ours ours bench/big:v1 sregym skopeo crane oras
  line ours "the same, our registry as target"
fi
if [[ " $only " == *" set "* ]]; then
  compare set distribution "" set_sregym set_skopeo set_crane set_oras
  line set "hotel-reservation set, ${#set_images[@]} images" set_
fi
if [[ " $only " == *" again "* ]]; then
  fresh_target distribution
  copy_sregym bench/big:v1 >/dev/null
  for tool in sregym skopeo crane oras; do
    for _ in $(seq "$runs"); do measure "copy_$tool" bench/big:v1 | cut -d' ' -f1; done | best >"$work/again"
    times[again.$tool]="$(cat "$work/again")"
  done
  line again "second run, everything there"
fi
if [[ " $only " == *" wan "* ]]; then
  if [ "$(id -u)" -eq 0 ] && command -v ip >/dev/null && command -v tc >/dev/null; then
    # The source is far away; the tools and the target are near each other.
    far="bench-far-$$" near="bench-near-$$"
    ip netns add "$far" && namespaces+=("$far")
    ip netns add "$near" && namespaces+=("$near")
    if ip link add "f$$" netns "$far" type veth peer name "n$$" netns "$near" &&
      ip netns exec "$far" tc qdisc add dev "f$$" root netem delay 25ms loss 1% limit 100000 2>/dev/null; then
      ip netns exec "$near" tc qdisc add dev "n$$" root netem delay 25ms loss 1% limit 100000
      link="tc netem"
    else
      # Not every kernel has netem: the same with packets carried by a program.
      ip -n "$far" link delete "f$$" 2>/dev/null || true
      ip -n "$far" tuntap add dev "f$$" mode tun && ip -n "$near" tuntap add dev "n$$" mode tun
      dotnet build "$root/benchmarks/lossy-link.cs" -o "$work/link" -nologo -v quiet >/dev/null
      "$work/link/lossy-link" "f$$" "$far" "n$$" "$near" 25 1 >"$work/link.log" 2>&1 &
      pids+=("$!")
      for _ in $(seq 100); do grep -q ready "$work/link.log" && break; sleep 0.1; done
      link="tun devices"
    fi
    ip -n "$far" addr add 10.99.0.1/24 dev "f$$" && ip -n "$far" link set "f$$" up && ip -n "$far" link set lo up
    ip -n "$near" addr add 10.99.0.2/24 dev "n$$" && ip -n "$near" link set "n$$" up && ip -n "$near" link set lo up
    wan_layers=()
    for index in $(seq "$layers"); do wan_layers+=("$(layer "wan-$index" "$((wan_mb * 1000000 / layers))")"); done
    layout "$work/wan" v1 "${wan_layers[@]}"
    push "$work/wan" v1 bench/wan:v1
    stop "$target_pid"
    target_pid=""
    registry source 10.99.0.1:15901 "ip netns exec $far"
    source=10.99.0.1:15901 in="ip netns exec $near"
    copy_sregym() { $in "$sregym" mirror --quiet --insecure "$source/$1" "$target/$1"; }
    runs="${WAN_RUNS:-1}"
    compare wan distribution bench/wan:v1 sregym skopeo crane oras
    line wan "one image of $wan_mb MB, $layers layers; 50 ms, 1 % loss ($link)"
    in="" source=127.0.0.1:15901
  else
    echo "| 50 ms, 1 % loss | not measured: needs root, ip and tc | | | | |"
  fi
fi
if [ -n "${times[image.curl]:-}" ]; then
  echo
  echo "Ten parallel \`curl\` uploads of the image's layers from files: $(seconds "${times[image.curl]}") s; sregym takes $(ratio "${times[image.sregym]}" "${times[image.curl]}") of that."
fi
if [[ " $only " == *" image "* ]]; then
  copy_sregym() { "$sregym" mirror --quiet "$source/$1" "$target/$1"; }
  fresh_target distribution
  memory=1
  read -r _ peak < <(measure copy_sregym bench/big:v1)
  read -r _ idle < <(measure copy_sregym bench/big:v1)
  echo
  echo "Peak resident memory (VmHWM): $peak MB copying the image, $idle MB when there is nothing to copy."
fi
