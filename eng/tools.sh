#!/usr/bin/env bash
# Obtains the foreign clients and registries that tests and benchmarks run against:
#   skopeo, podman, buildah, docker-registry, containerd (ctr), crane, oras.
# What this release of Debian has is installed (root only); what only a newer one has is unpacked. All of them are then
# found in artifacts/tools/bin, which goes to the front of the PATH:  PATH="$(eng/tools.sh path):$PATH"
# Usage: eng/tools.sh [tool...]   all of them without a name; exit code 1 when something is missing in the end
#        eng/tools.sh path        only prints the folder
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
tools="$root/artifacts/tools"
bin="$tools/bin"

# tool:package:suite: an empty suite is this machine's own.
all=(
  skopeo:skopeo: podman:podman: buildah:buildah: docker-registry:docker-registry: ctr:containerd: containerd:containerd:
  crane:crane:sid oras:oras:sid
)

say() { printf 'tools: %s\n' "$*" >&2; }

[ "${1:-}" != path ] || { echo "$bin"; exit 0; }
mkdir -p "$bin"

root_user=()
[ "$(id -u)" -eq 0 ] || root_user=(sudo -n)

install() {
  command -v apt-get >/dev/null || return 1
  # Another apt may be at work: wait for it.
  DEBIAN_FRONTEND=noninteractive "${root_user[@]}" apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$1" >/dev/null 2>&1 ||
    { "${root_user[@]}" apt-get update -qq >/dev/null 2>&1 &&
      DEBIAN_FRONTEND=noninteractive "${root_user[@]}" apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$1" >/dev/null 2>&1; }
}

# A package of another suite, read through package lists of our own, so that the machine's configuration stays as it is.
unpack() {
  local package="$1" suite="$2" apt="$tools/apt-$2" options
  command -v apt-get >/dev/null || return 1
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $suite main" >"$apt/sources.list"
  options=(-o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache" -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null
    -o APT::Sandbox::User="$(id -un)")
  [ -n "$(find "$apt/lists" -maxdepth 1 -name '*Packages*' -print -quit)" ] || apt-get "${options[@]}" update -qq >/dev/null 2>&1 || return 1
  (cd "$apt" && apt-get "${options[@]}" download -qq "$package" >/dev/null 2>&1 && dpkg-deb -x "$package"_*.deb "$tools/$package" && rm -f "$package"_*.deb)
}

obtain() {
  local tool="$1" package="$2" suite="$3" found
  [ -x "$bin/$tool" ] && return 0
  if [ -z "$suite" ]; then
    command -v "$tool" >/dev/null || install "$package" || return 1
    found="$(command -v "$tool")"
  else
    found="$tools/$package/usr/bin/$tool"
    [ -x "$found" ] || unpack "$package" "$suite" || return 1
  fi
  [ -x "$found" ] && ln -sf "$found" "$bin/$tool" && return 0
}

missing=()
for entry in "${all[@]}"; do
  IFS=: read -r tool package suite <<<"$entry"
  [ "$#" -eq 0 ] || [[ " $* " == *" $tool "* ]] || continue
  obtain "$tool" "$package" "$suite" </dev/null || missing+=("$tool")
done

if [ "${#missing[@]}" -gt 0 ]; then
  printf '\n!!! not to be had here: %s. What needs them is skipped.\n\n' "${missing[*]}" >&2
  exit 1
fi
