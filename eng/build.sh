# Sourced by ./run, ./test and ./sregym: how this tree is built. Needs $root.

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
mkdir -p "$root/artifacts"
if [ -z "${HOME:-}" ] || ! [ -w "$HOME" ]; then
  mkdir -p "$root/artifacts/home"
  export HOME="$root/artifacts/home"
fi

say() { printf '%s\n' "sregym: $*" >&2; }

# Builds quietly and leaves no compiler server behind: it gets a name of its own and is ended by that name.
build() {
  local id="sregym-$$" log="$root/artifacts/build.log" status=0
  dotnet build "$@" -nologo -v quiet -tl:off -nodeReuse:false -p:SharedCompilationId="$id" </dev/null >"$log" 2>&1 || status=$?
  pkill -f -- "-pipename:$id" 2>/dev/null || true
  [ "$status" -eq 0 ] || grep -E 'error|warn' "$log" | sort -u | head -n 40 >&2
  return "$status"
}

# True when something below the given paths is newer than the stamp, or was added or removed.
changed_since() {
  local stamp="$1"
  shift
  [ ! -f "$stamp" ] || [ -n "$(find "$@" \( -name bin -o -name obj -o -name node_modules \) -prune -o \
    \( -type f -o -type d \) -newer "$stamp" -print -quit 2>/dev/null)" ]
}
