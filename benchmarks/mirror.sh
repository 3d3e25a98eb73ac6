#!/usr/bin/env bash
# The mirror beside skopeo, crane and oras: same data, same run, in turns; docker-registry as source and target on the loopback interface,
# then our registry as target, then a source behind 50 ms and 1 % loss between two network namespaces (root only).
#   benchmarks/mirror.sh                               1 GB image, 3 runs each, less than 8 minutes
#   SIZE_MB=100 RUNS=1 WAN_MB=4 benchmarks/mirror.sh   a smaller one
#   ONLY="image wan" benchmarks/mirror.sh              some of the cases: image ours set again memory wan
# Obtains the peers with eng/tools.sh. Prints Markdown: medians (least–most) and ratios. Everything it starts and makes is gone at its end.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
size_mb="${SIZE_MB:-1000}" layers="${LAYERS:-10}" runs="${RUNS:-3}" wan_mb="${WAN_MB:-20}" set_mb="${SET_MB:-160}"
only="${ONLY:-image ours set again memory wan}"
"$root/eng/tools.sh" skopeo crane oras docker-registry || exit 2
PATH="$("$root/eng/tools.sh" path):$PATH"
command -v curl >/dev/null || { echo "mirror.sh: curl is missing: install it." >&2; exit 2; }
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
  "$sregym" registry serve --address "${target%:*}" --port "${target#*:}" --storage "$work/ours" >"$work/ours.log" 2>&1 &
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
    registry target "$target" "${in:-}"
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

# measure <command>...: prints milliseconds
measure() {
  local start end
  start="$(date +%s%N)"
  if ! "$@" >"$work/out" 2>&1; then
    echo "mirror.sh: failed: $*" >&2
    tail -n 5 "$work/out" >&2
    return 1
  fi
  end="$(date +%s%N)"
  echo "$(((end - start) / 1000000))"
}

# peak <tool>: prints the most resident memory it has while copying the large image, in MB, as the kernel counts it (getrusage).
peak() {
  local call=98
  [ "$(uname -m)" = x86_64 ] || call=165
  printf '#!/usr/bin/perl\nsystem(@ARGV) == 0 or exit 1; my $usage = "\\0" x 144; syscall(%s, -1, $usage);\nopen(my $file, ">", "%s") or die; print $file int((unpack("q18", $usage))[4] / 1024);\n' \
    "$call" "$work/peak" >"$work/resident"
  chmod +x "$work/resident"
  in="$work/resident" measure "copy_$1" bench/big:v1 >/dev/null
  cat "$work/peak"
}

manifest_digest() {
  ${3:-} curl -sfI -H 'Accept: application/vnd.oci.image.manifest.v1+json' "http://$1/v2/${2%:*}/manifests/${2##*:}" |
    tr -d '\r' | sed -n 's/^[Dd]ocker-[Cc]ontent-[Dd]igest: //p'
}

# The images are in the target, byte for byte.
check() {
  local image there
  for image in "$@"; do
    there="$(manifest_digest "$target" "$image" "${in:-}" || true)"
    [ -n "$there" ] && [ "$there" = "$(manifest_digest "$source" "$image" "${in:-}")" ] ||
      { echo "mirror.sh: $image is not in the target as it is in the source." >&2; return 1; }
  done
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.2f×", a / b }'; }
# statistic <case> <tool> <which>: of the times in ms; the least, the median (the lower one of two) or the most
statistic() {
  sort -n "$work/times.$1.$2" |
    awk -v which="$3" '{ v[NR] = $1 } END { print which == "least" ? v[1] : which == "most" ? v[NR] : v[int((NR + 1) / 2)] }'
}
cell() {
  awk -v m="$(statistic "$1" "$2" median)" -v l="$(statistic "$1" "$2" least)" -v h="$(statistic "$1" "$2" most)" \
    'BEGIN { printf "%.2f (%.2f–%.2f)", m / 1000, l / 1000, h / 1000 }'
}
fastest() { for tool in skopeo crane oras; do statistic "$1" "$tool" median; done | sort -n | head -n 1; }

# in_turns <run> <tool>...: the tools, from the other end in each second run
in_turns() {
  local run="$1"
  shift
  if ((run % 2)); then printf '%s\n' "$@"; else printf '%s\n' "$@" | tac; fi
}

# compare <case> <kind of target> <copy prefix> <images> <tool>...
compare() {
  local key="$1" kind="$2" prefix="$3" images="$4" tool run
  shift 4
  for run in $(seq "$runs"); do
    for tool in $(in_turns "$run" "$@"); do
      echo "mirror.sh: $key, run $run of $runs, $tool" >&2
      fresh_target "$kind"
      measure "$prefix$tool" "$images" >>"$work/times.$key.$tool"
      [ "$tool" = curl ] || check $images
    done
  done
}

line() {
  echo "| $2 | $(cell "$1" sregym) | $(cell "$1" skopeo) | $(cell "$1" crane) | $(cell "$1" oras) | $(ratio "$(fastest "$1")" "$(statistic "$1" sregym median)") |"
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

notes=()
echo "Commit $(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown), $(nproc) cores, median of $runs (least–most), seconds." \
  "skopeo $(skopeo --version | awk '{print $3}'), crane $(crane version 2>/dev/null | grep -E '^v?[0-9]' || echo 'of Debian sid'), oras $(oras version | awk '/^Version/ {print $2}')," \
  "$(docker-registry --version | awk '{print "docker-registry " $3}')."
echo
echo "| case | sregym | skopeo | crane | oras | fastest of them ÷ sregym |"
echo "|---|--:|--:|--:|--:|--:|"

if [[ " $only " == *" image "* ]]; then
  compare image distribution copy_ bench/big:v1 sregym skopeo crane oras
  compare image distribution copy_ bench/big curl
  line image "one image of $size_mb MB, $layers layers"
  notes+=("As many parallel \`curl\` uploads of the layers from files: $(cell image curl) s; sregym takes $(ratio "$(statistic image sregym median)" "$(statistic image curl median)") of that.")
fi
if [[ " $only " == *" ours "* ]]; then
  compare ours ours copy_ bench/big:v1 sregym skopeo crane oras
  line ours "the same, our registry as target"
  [ ! -f "$work/times.image.sregym" ] ||
    notes+=("sregym into our registry beside the fastest of them into docker-registry: $(ratio "$(fastest image)" "$(statistic ours sregym median)").")
fi
if [[ " $only " == *" set "* ]]; then
  compare set distribution copy_set_ "${set_images[*]}" sregym skopeo crane oras
  line set "hotel-reservation set, ${#set_images[@]} images"
fi
if [[ " $only " == *" again "* ]]; then
  fresh_target distribution
  copy_sregym bench/big:v1 >/dev/null
  for run in $(seq "$((runs * 3))"); do
    for tool in $(in_turns "$run" sregym skopeo crane oras); do
      measure "copy_$tool" bench/big:v1 >>"$work/times.again.$tool"
      [ "$tool" != sregym ] || grep -q '^nothing to copy' "$work/out" || { echo "mirror.sh: sregym copied again what is there." >&2; exit 1; }
    done
  done
  line again "second run, everything there"
fi
if [[ " $only " == *" memory "* ]]; then
  declare -A most idle
  for tool in sregym skopeo crane oras; do
    echo "mirror.sh: memory, $tool" >&2
    fresh_target distribution
    most[$tool]="$(peak "$tool")"
    idle[$tool]="$(peak "$tool")"
  done
  echo "| peak resident memory (when everything is there), MB | ${most[sregym]} (${idle[sregym]}) | ${most[skopeo]} (${idle[skopeo]}) | ${most[crane]} (${idle[crane]}) | ${most[oras]} (${idle[oras]}) | |"
fi

# Delay and loss between two network namespaces: netem where the kernel has it, else packets carried by a program between tun devices.
connect() {
  local far="$1" near="$2" refused
  if ip link add "f$$" netns "$far" type veth peer name "n$$" netns "$near" &&
    refused="$(ip netns exec "$far" tc qdisc add dev "f$$" root netem delay 25ms loss 1% limit 100000 2>&1)" &&
    ip netns exec "$near" tc qdisc add dev "n$$" root netem delay 25ms loss 1% limit 100000; then
    link="netem"
  else
    echo "mirror.sh: no netem here (${refused:-no veth}); lossy-link.cs carries the packets." >&2
    ip -n "$far" link delete "f$$" 2>/dev/null || true
    ip -n "$far" tuntap add dev "f$$" mode tun
    ip -n "$near" tuntap add dev "n$$" mode tun
    dotnet build "$root/benchmarks/lossy-link.cs" -o "$work/link" -nologo -v quiet >"$work/link.log" 2>&1 || { cat "$work/link.log" >&2; exit 2; }
    "$work/link/lossy-link" "f$$" "$far" "n$$" "$near" 25 1 >"$work/link.log" 2>&1 &
    pids+=("$!")
    until grep -q ready "$work/link.log"; do
      kill -0 "${pids[-1]}" 2>/dev/null || { echo "mirror.sh: lossy-link.cs has ended:" >&2; cat "$work/link.log" >&2; exit 2; }
      sleep 0.05
    done
    link="tun devices"
  fi
  ip -n "$far" addr add 10.99.0.1/24 dev "f$$" && ip -n "$far" link set "f$$" up && ip -n "$far" link set lo up
  ip -n "$near" addr add 10.99.0.2/24 dev "n$$" && ip -n "$near" link set "n$$" up && ip -n "$near" link set lo up
}

if [[ " $only " == *" wan "* ]]; then
  if [ "$(id -u)" -eq 0 ] && command -v ip >/dev/null && command -v tc >/dev/null; then
    # The source is far away; the tools and the target are near each other.
    far="bench-far-$$" near="bench-near-$$"
    ip netns add "$far" && namespaces+=("$far")
    ip netns add "$near" && namespaces+=("$near")
    connect "$far" "$near"
    # What Linux has by default, on any machine: what a loss costs depends on it.
    ip -n "$far" route change 10.99.0.0/24 dev "f$$" src 10.99.0.1 congctl cubic
    ip -n "$near" route change 10.99.0.0/24 dev "n$$" src 10.99.0.2 congctl cubic
    wan_layers=()
    for index in $(seq "$layers"); do wan_layers+=("$(layer "wan-$index" "$((wan_mb * 1000000 / layers))")"); done
    layout "$work/wan" v1 "${wan_layers[@]}"
    push "$work/wan" v1 bench/wan:v1
    [ -z "$target_pid" ] || stop "$target_pid"
    target_pid=""
    registry source 10.99.0.1:15901 "ip netns exec $far"
    source=10.99.0.1:15901 in="ip netns exec $near"
    copy_sregym() { $in "$sregym" mirror --quiet --insecure "$source/$1" "$target/$1"; }
    compare wan distribution copy_ bench/wan:v1 sregym skopeo crane oras
    line wan "one image of $wan_mb MB, $layers layers; 50 ms, 1 % loss, cubic ($link)"
  else
    echo "| 50 ms, 1 % loss | not measured: needs root, ip and tc | | | | |"
  fi
fi
[ "${#notes[@]}" -eq 0 ] || printf '\n%s\n' "${notes[@]}"
