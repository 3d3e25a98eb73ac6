# Sourced by ./run and ./test: finds out which Aspire packages the configured package source has. What it lacks comes from
# the stand-ins of eng/offline, all of it under artifacts/offline. Needs $root. Sets what `dotnet` needs in the environment.
#
#   world=real     it has everything
#   world=aspire   it has Aspire, but not Aspire.Hosting.AWS: that alone is a stand-in
#   world=offline  it has no Aspire: the packages are stand-ins, the dashboard is the npm package's
#
# SREGYM_ASPIRE=stand-in takes the last one without asking.

offline="$root/artifacts/offline"
aspire_sdk_version=13.6.4
aspire_version=13.6.5
aspire_aws_version=13.6.0
dashboard_version=13.5.4

. "$root/eng/build.sh"

platform() {
  local system machine
  case "$(uname -s)" in Darwin) system=osx ;; *) system=linux ;; esac
  case "$(uname -m)" in aarch64 | arm64) machine=arm64 ;; *) machine=x64 ;; esac
  [ "$system" = linux ] && ls /lib/ld-musl-* >/dev/null 2>&1 && system=linux-musl
  echo "$system-$machine"
}

probe_package_source() {
  local probe="$offline/probe" platform answer
  platform="$(platform)"
  mkdir -p "$probe"
  cat >"$probe/Probe.csproj" <<PROJECT
<Project>
  <PropertyGroup>
    <ImportDirectoryBuildProps>false</ImportDirectoryBuildProps>
    <ImportDirectoryBuildTargets>false</ImportDirectoryBuildTargets>
    <ImportDirectoryPackagesProps>false</ImportDirectoryPackagesProps>
  </PropertyGroup>
  <Import Project="Sdk.props" Sdk="Microsoft.NET.Sdk" />
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageDownload Include="Aspire.AppHost.Sdk" Version="[$aspire_sdk_version]" />
    <PackageDownload Include="Aspire.Hosting.AppHost" Version="[$aspire_version]" />
    <PackageDownload Include="Aspire.Dashboard.Sdk.$platform" Version="[$aspire_version]" />
    <PackageDownload Include="Aspire.Hosting.Orchestration.$platform" Version="[$aspire_version]" />
    <PackageDownload Include="Aspire.Hosting.AWS" Version="[$aspire_aws_version]" />
  </ItemGroup>
  <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
</Project>
PROJECT
  if dotnet restore "$probe/Probe.csproj" -nologo -v quiet -nodeReuse:false </dev/null >"$probe/log" 2>&1; then
    answer=real
  elif grep -E 'NU1101|NU1102' "$probe/log" | grep -qv 'Aspire\.Hosting\.AWS'; then
    answer=offline
  elif grep -qE 'NU1101|NU1102' "$probe/log"; then
    answer=aspire
  else
    say "the package source cannot be asked for Aspire packages; using the stand-ins this time (log: $probe/log)."
    return 1
  fi
  printf '%s\n' "$answer" "$versions" >"$offline/answer"
}

pack_stand_ins() {
  local what="$root/eng/offline/$1" stamp="$stand_ins/packed" sources="$root/eng/offline $root/SreGym.AppHost/Aws/Calls $root/SreGym.AppHost/Options/LoopbackPorts.cs $root/libraries/SreGym.Aws/Signing $root/Directory.Packages.props"
  # shellcheck disable=SC2086
  changed_since "$stamp" $sources || return 0
  say "packing the stand-ins…"
  shift
  touch "$stamp.new"
  RunAnalyzers=false build "$what" -t:Pack -p:SreGymStandIns="$stand_ins/" "$@" || { say "the stand-ins cannot be built."; return 1; }
  mv "$stamp.new" "$stamp"
}

install_dashboard() {
  local folder="$stand_ins/dashboard" package npm="$stand_ins/npm"
  [ -x "$folder/managed/aspire-managed" ] && [ "$(cat "$folder/version" 2>/dev/null)" = "$dashboard_version" ] && return 0
  command -v npm >/dev/null || { say "npm is not installed: no dashboard."; return 0; }
  package="@microsoft/aspire-cli-$(platform)"
  say "fetching the dashboard ($package $dashboard_version)…"
  rm -rf "$npm" "$folder"
  mkdir -p "$npm" "$stand_ins/home"
  if HOME="$stand_ins/home" npm install --prefix "$npm" --cache "$npm/cache" --no-save --no-audit --no-fund \
      --no-update-notifier --loglevel=error "$package@$dashboard_version" </dev/null >"$stand_ins/npm.log" 2>&1 &&
    HOME="$stand_ins/home" ASPIRE_CLI_TELEMETRY_OPTOUT=true "$npm/node_modules/$package/bin/aspire" setup </dev/null >>"$stand_ins/npm.log" 2>&1; then
    mkdir -p "$folder"
    mv "$npm/node_modules/$package/bundle/managed" "$folder/managed"
    echo "$dashboard_version" >"$folder/version"
  else
    say "the dashboard cannot be fetched (log: $stand_ins/npm.log): running without it."
  fi
  rm -rf "$npm"
}

mkdir -p "$offline"
if [ "${SREGYM_ASPIRE:-}" = stand-in ]; then
  world=offline
else
  versions="$aspire_sdk_version $aspire_version $aspire_aws_version"
  [ "$(sed -n 2p "$offline/answer" 2>/dev/null)" = "$versions" ] || probe_package_source || true
  world="$(sed -n 1p "$offline/answer" 2>/dev/null)"
  world="${world:-offline}"
fi
if [ "$(cat "$offline/world" 2>/dev/null)" != "$world" ]; then
  # A reference to another assembly that is older than what was built is no reason for the compiler to build again.
  rm -rf "$root"/artifacts/bin/*AppHost* "$root"/artifacts/obj/*AppHost*
  echo "$world" >"$offline/world"
fi

if [ "$world" != real ]; then
  # A fallback folder is read beside the ordinary packages folder, which therefore never holds a stand-in. A restore
  # refuses one that does not exist, also the restore that builds the stand-ins themselves.
  stand_ins="$offline/$world"
  mkdir -p "$stand_ins/packages"
  # The ordinary folder would win where it holds the real package.
  [ "${SREGYM_ASPIRE:-}" != stand-in ] || export NUGET_PACKAGES="$stand_ins/cache"
  export NUGET_FALLBACK_PACKAGES="$stand_ins/packages${NUGET_FALLBACK_PACKAGES:+;$NUGET_FALLBACK_PACKAGES}"
fi
case "$world" in
  aspire)
    say "the package source lacks Aspire.Hosting.AWS: using the stand-in of eng/offline for it."
    pack_stand_ins Aspire.Hosting.AWS -p:SreGymAspire=real
    ;;
  offline)
    say "using the Aspire stand-ins of eng/offline."
    pack_stand_ins Offline.slnx
    install_dashboard
    ;;
esac
