# Sourced by ./run and ./test: finds out whether the configured package source has the Aspire packages, and where it has
# not, builds the stand-ins of eng/offline and installs the dashboard, all of it under artifacts/offline.
# Needs $root. Sets what `dotnet` needs in the environment.

offline="$root/artifacts/offline"
aspire_version=13.5.4
aspire_aws_version=13.6.0

. "$root/eng/build.sh"

probe_package_source() {
  local probe="$offline/probe"
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
    <PackageDownload Include="Aspire.AppHost.Sdk" Version="[$aspire_version]" />
    <PackageDownload Include="Aspire.Hosting.AppHost" Version="[$aspire_version]" />
    <PackageDownload Include="Aspire.Hosting.AWS" Version="[$aspire_aws_version]" />
  </ItemGroup>
  <Import Project="Sdk.targets" Sdk="Microsoft.NET.Sdk" />
</Project>
PROJECT
  if dotnet restore "$probe/Probe.csproj" -nologo -v quiet -nodeReuse:false </dev/null >"$probe/log" 2>&1; then
    echo real >"$offline/world"
  elif grep -qE 'NU1101|NU1102' "$probe/log"; then
    echo offline >"$offline/world"
  else
    say "the package source cannot be asked for Aspire packages; using the stand-ins this time (log: $probe/log)."
    return 1
  fi
}

pack_stand_ins() {
  local stamp="$offline/packed" sources="$root/eng/offline $root/SreGym.AppHost/Aws/Calls $root/SreGym.AppHost/Options/LoopbackPorts.cs $root/libraries/SreGym.Aws/Signing $root/Directory.Packages.props"
  # shellcheck disable=SC2086
  changed_since "$stamp" $sources || return 0
  say "packing the Aspire stand-ins…"
  mkdir -p "$offline"
  touch "$stamp.new"
  RunAnalyzers=false build "$root/eng/offline/Offline.slnx" -t:Pack || { say "the stand-ins cannot be built."; return 1; }
  mv "$stamp.new" "$stamp"
}

install_dashboard() {
  local folder="$offline/dashboard" package npm="$offline/npm" platform machine
  [ -x "$folder/managed/aspire-managed" ] && [ "$(cat "$folder/version" 2>/dev/null)" = "$aspire_version" ] && return 0
  command -v npm >/dev/null || { say "npm is not installed: no dashboard."; return 0; }
  case "$(uname -s)" in Darwin) platform=osx ;; *) platform=linux ;; esac
  case "$(uname -m)" in aarch64 | arm64) machine=arm64 ;; *) machine=x64 ;; esac
  [ "$platform" = linux ] && ls /lib/ld-musl-* >/dev/null 2>&1 && platform=linux-musl
  package="@microsoft/aspire-cli-$platform-$machine"
  say "fetching the dashboard ($package $aspire_version)…"
  rm -rf "$npm" "$folder"
  mkdir -p "$npm" "$offline/home"
  if HOME="$offline/home" npm install --prefix "$npm" --cache "$npm/cache" --no-save --no-audit --no-fund \
      --no-update-notifier --loglevel=error "$package@$aspire_version" </dev/null >"$offline/npm.log" 2>&1 &&
    HOME="$offline/home" ASPIRE_CLI_TELEMETRY_OPTOUT=true "$npm/node_modules/$package/bin/aspire" setup </dev/null >>"$offline/npm.log" 2>&1; then
    mkdir -p "$folder"
    mv "$npm/node_modules/$package/bundle/managed" "$folder/managed"
    echo "$aspire_version" >"$folder/version"
  else
    say "the dashboard cannot be fetched (log: $offline/npm.log): running without it."
  fi
  rm -rf "$npm"
}

mkdir -p "$offline"
[ -f "$offline/world" ] || probe_package_source || true
world="$(cat "$offline/world" 2>/dev/null || echo offline)"
if [ "$world" = offline ]; then
  say "the package source has no Aspire packages: using the stand-ins of eng/offline."
  # A fallback folder is read beside the ordinary packages folder, which therefore never holds a stand-in. A restore
  # refuses one that does not exist, also the restore that builds the stand-ins themselves.
  mkdir -p "$offline/packages"
  export NUGET_FALLBACK_PACKAGES="$offline/packages${NUGET_FALLBACK_PACKAGES:+;$NUGET_FALLBACK_PACKAGES}"
  pack_stand_ins
  install_dashboard
fi
