#!/usr/bin/env bash
# Plays a user's first hour and prints how long each step takes: from a clean clone, and then from the packed feed alone, in a
# folder that has none of the source.
#   eng/first-hour.sh [REPOSITORY]
# Downloads are in the figures where this machine has not got a package yet. Fails at the first step that fails, and shows what it printed.
set -euo pipefail
repository=$(realpath "${1:-$(dirname "$0")/..}")
hour=$(mktemp -d "${TMPDIR:-/tmp}/shardwise-first-hour-XXXXXX")
trap '{ [ -z "${run:-}" ] || kill "$run" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$hour"; }' EXIT
known=${NUGET_PACKAGES:-$HOME/.nuget/packages}
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false SHARDWISE_ALLOW_STANDINS=1
all=$(date +%s%N)

since() { awk -v from="$1" -v to="$(date +%s%N)" 'BEGIN { printf "%7.1f s", (to - from) / 1e9 }'; }
step() {
  local name=$1 from
  shift
  from=$(date +%s%N)
  if ! "$@" >"$hour/out" 2>&1; then
    printf '%s  FAILED: %s\n' "$(since "$from")" "$name"
    tail -40 "$hour/out"
    exit 1
  fi
  printf '%s  %s\n' "$(since "$from")" "$name"
}
until_said() { # FILE TEXT: waits for a line of a program that goes on running
  local waited
  for ((waited = 0; waited < 3000; waited++)); do
    grep -q -F -- "$2" "$1" 2>/dev/null && return
    kill -0 "$run" 2>/dev/null || break
    sleep 0.1
  done
  cat "$1"
  return 1
}

echo 'From a clean clone'
step 'git clone' git clone -q "$repository" "$hour/clone"
cd "$hour/clone"
from=$(date +%s%N)
dotnet run build.cs -- demo --minutes 10 --plain >"$hour/demo" 2>&1 &
run=$!
step 'the demo says what it runs' until_said "$hour/demo" 'user records'
wait "$run" || { tail -40 "$hour/demo"; exit 1; }
run=
printf '%s  the demo of ten minutes, from the start: %s\n' "$(since "$from")" "$(grep -o 'demo: OK.*' "$hour/demo" | cut -c1-70)"
step 'a second demo' dotnet run build.cs -- demo --minutes 10 --plain
step 'pack' dotnet run build.cs -- pack
feed=$hour/feed
cp -r artifacts/package/release "$feed"
cd "$hour"
mv clone packed # From here on nothing can be found in it.

echo 'From the packages alone'
export DOTNET_CLI_HOME=$hour/home
mkdir -p "$hour/user"
cat >"$hour/user/Directory.Build.props" <<XML
<Project>
  <PropertyGroup>
    <RestorePackagesPath>$hour/packages</RestorePackagesPath>
    <RestoreFallbackFolders>$known</RestoreFallbackFolders>
    <RestoreAdditionalProjectSources>$feed</RestoreAdditionalProjectSources>
    <WarningsNotAsErrors>NU1603</WarningsNotAsErrors>
  </PropertyGroup>
</Project>
XML
version=$(basename "$feed"/Shardwise.Constructs.[0-9]*.nupkg .nupkg | sed 's/^Shardwise\.Constructs\.//; s/\.symbols$//')
step 'dotnet new install' dotnet new install "$(ls "$feed"/Shardwise.Templates.*.nupkg)"
step 'dotnet tool install' dotnet tool install shardwise --tool-path "$hour/tools" --version "$version" --source "$feed"
step 'shardwise --version' "$hour/tools/shardwise" --version

cd "$hour/user"
step 'dotnet new shardwise-consumer -n Acme.Payments' dotnet new shardwise-consumer -n Acme.Payments
cd Acme.Payments
step 'its build' dotnet build -c Release -v quiet -nologo
step 'its tests' dotnet test -c Release --no-build -v quiet -nologo
step 'its synthesis' env CDK_OUTDIR="$PWD/cdk.out" bash -c "$(node -p 'JSON.parse(require("fs").readFileSync("cdk.json")).app')"
from=$(date +%s%N)
"$hour/tools/shardwise" local --app cdk.out --no-page --plain >"$hour/local" 2>&1 &
run=$!
step 'shardwise local: ready' until_said "$hour/local" 'Ctrl-C'
stream=$(node -p 'const fs = require("fs");
  const template = "cdk.out/" + fs.readdirSync("cdk.out").filter(f => f.endsWith(".template.json"))[0];
  const r = Object.values(JSON.parse(fs.readFileSync(template)).Resources);
  r.filter(x=>x.Type=="AWS::Kinesis::Stream")[0].Properties.Name??""')
[ -n "$stream" ] || stream=$(sed -n 's/.*stream[: ]*\([A-Za-z0-9_.-]*\).*/\1/p' "$hour/local" | head -1)
echo '{"id":"1","amount":12.5}' >"$hour/orders.ndjson"
step "shardwise local put $stream" "$hour/tools/shardwise" local put "$stream" "$hour/orders.ndjson"
step 'the first event went through the function' until_said "$hour/local" 'first event'
kill "$run"
wait "$run" || true
run=

cd "$hour/user"
step 'dotnet new shardwise-pipeline -n acme-clicks' dotnet new shardwise-pipeline -n acme-clicks
cd acme-clicks
step 'its build' dotnet build -v quiet -nologo
step 'its tests approve a snapshot' env SHARDWISE_APPROVE=1 dotnet test --no-build -v quiet -nologo
step 'its tests hold it' dotnet test --no-build -v quiet -nologo
printf '%s  all of it\n' "$(since "$all")"
