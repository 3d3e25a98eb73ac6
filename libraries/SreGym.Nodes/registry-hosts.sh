#!/bin/sh
# Tells the containerd of this node how to reach one registry, for as long as this pod lives. Nothing but an address: credentials come with pods.
#   REGISTRY_HOST  host and port as images write it
#   HOSTS_TOML     what containerd is to know
#   CA_CRT         authorities to trust for that host; empty for none
#   MUST_BE_READ   not empty: nothing is written where the configuration does not say that it is read
#   PROC, READY    where processes are; the file that says that it is done
set -eu
mark='# platform-registry'
folder='' file='' made='' config='' path='' sleeper=''

refuse() {
  echo "$1" >&2
  exit 1
}

undo() {
  [ -z "$file" ] || rm -f ".$file" ".$folder/ca.crt"
  for each in $made; do rmdir ".$each" 2>/dev/null || true; done
}

# The configuration and what it imports, read where containerd reads it.
read_config() {
  [ -f ".$config" ] || return 0
  cat ".$config"
  for each in $(sed -n 's/^[[:space:]]*imports[[:space:]]*=[[:space:]]*\[\(.*\)].*/\1/p' ".$config" | tr -d "\"'" | tr ',' ' '); do
    # shellcheck disable=SC2086 # A pattern.
    case "$each" in /*) cat .$each ;; *) cat ".${config%/*}"/$each ;; esac 2>/dev/null || true
  done
}

find_path() {
  read_config | awk '
    /^[[:space:]]*\[/ { inside = /cri/ && /registry["\047]?\][[:space:]]*(#.*)?$/ }
    inside && /^[[:space:]]*config_path[[:space:]]*=/ { split($0, part, /["\047]/); if (part[2] != "") { print part[2]; exit } }'
}

# Another containerd may be Docker's, which knows no such folder.
for process in "${PROC:-/proc}"/[0-9]*; do
  [ "$(cat "$process/comm" 2>/dev/null)" = containerd ] || continue
  config=$(tr '\0' '\n' <"$process/cmdline" | sed -n -e 's/^--*c\(onfig\)*=//p' -e '/^--*c\(onfig\)*$/{n;p;}' | head -n 1)
  config=${config:-/etc/containerd/config.toml}
  # The folder stays ours when containerd is started again under another number.
  cd "$process/root"
  path=$(find_path)
  [ -z "$path" ] || break
done
[ -n "$config" ] || refuse "no containerd runs on this node"
note=''
[ -n "$path" ] || [ -z "${MUST_BE_READ:-}" ] || refuse "$config names no config_path for registries: nothing was written"
[ -n "$path" ] || note=" (by default: $config names no config_path for registries)"
path=${path:-/etc/containerd/certs.d}
path=${path%%:*}

folder=$path/$REGISTRY_HOST
next=$folder
while [ -n "$next" ]; do
  [ ! -L ".$next" ] || refuse "$next is a symbolic link: nothing was written"
  next=${next%/*}
done

# containerd reads the folder of this name before ours.
case "$REGISTRY_HOST" in *:*)
  next=$path/${REGISTRY_HOST%:*}_${REGISTRY_HOST##*:}_
  [ ! -e ".$next" ] || refuse "$next is there already: nothing was written" ;;
esac

if [ ! -e ".$folder" ]; then
  next=$folder
  until [ -z "$next" ] || [ -d ".$next" ]; do
    made="$made $next"
    next=${next%/*}
  done
elif [ "$(head -n 1 ".$folder/hosts.toml" 2>/dev/null)" = "$mark" ]; then
  # Left by a container of this pod that was killed.
  made=$(sed -n 's/^# made //p' ".$folder/hosts.toml")
else
  refuse "$folder is there already: nothing was written"
fi

trap undo EXIT
trap '[ -z "$sleeper" ] || kill "$sleeper"; exit 0' INT TERM
mkdir -p ".$folder"
file=$folder/hosts.toml
printf '%s\n# made %s\n%s\n' "$mark" "$made" "$HOSTS_TOML" >".$file"
[ -z "${CA_CRT:-}" ] || printf '%s\n' "$CA_CRT" >".$folder/ca.crt"
echo "$file$note"
: >"${READY:-/ready}"
while :; do
  sleep 3600 &
  sleeper=$!
  wait "$sleeper"
done
