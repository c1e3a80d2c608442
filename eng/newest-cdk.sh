#!/usr/bin/env bash
# Tries the constructs with the newest CDK of the NuGet registry: bash eng/newest-cdk.sh [VERSION]
# Not for CI: it makes what that CDK needs and the registry may lack, from the npm packages, and takes some ten minutes. It prints what
# docs/compatibility.md says: how the source compiles, how the assembly that was compiled with the oldest CDK does in the tests, and how the reference
# app's template differs. Build first (dotnet run build.cs -- build), from what is committed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cdk=${1:-2.277.0}
constructs=10.8.1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
quiet() { grep -v '^!!' || true; }

say() { printf '\n== %s\n' "$1"; }

say "The private feed: Constructs $constructs and what Amazon.CDK.Lib $cdk pins"
mkdir -p "$work/probe" "$work/pacmak" "$work/feed"
cat > "$work/probe/probe.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
<ItemGroup><PackageDownload Include="Amazon.CDK.Lib" Version="[$cdk]" /></ItemGroup></Project>
PROJECT
dotnet restore "$work/probe/probe.csproj" -v quiet -nologo
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
awscli=$(sed -n 's/.*"Amazon.CDK.Asset.AwsCliV1" version="\[\([^],]*\).*/\1/p' "$packages/amazon.cdk.lib/$cdk/amazon.cdk.lib.nuspec")
(cd "$work/pacmak" && npm init -y > npm.log && npm install --no-audit --no-fund --loglevel=error \
  jsii-pacmak@1.140.0 "constructs@$constructs" "@aws-cdk/asset-awscli-v1@$awscli" >> npm.log 2>&1 \
  && npx jsii-pacmak -t dotnet --no-npmignore -o "$work/feed" node_modules/constructs node_modules/@aws-cdk/asset-awscli-v1 2>&1 | quiet)
ls "$work/feed/dotnet" | grep nupkg

say "The source with Amazon.CDK.Lib $cdk"
mkdir "$work/source"
git -C "$root" archive HEAD | tar x -C "$work/source"
cd "$work/source"
ln -s "$root/node_modules" node_modules
mkdir -p artifacts && cp "$root/artifacts/aws-packages" artifacts/
sed -i "s/\(Amazon.CDK.Lib\" Version=\"\)[^\"]*/\1$cdk/; s/\(\"Constructs\" Version=\"\)[^\"]*/\1$constructs/" Directory.Packages.props
build() {
  RestoreAdditionalProjectSources="$work/feed/dotnet" WarningsNotAsErrors="NU1603;CS0612;CS0618" \
    dotnet build "$1" -c Release -nologo -v quiet 2>&1
}
build infra/Shardwise.App > app.log || { tail -30 app.log; exit 1; }
echo "errors: $(grep -c ': error ' app.log || true), obsolete members: $(grep -o 'warning CS061[28]: [^[]*' app.log | sort -u | wc -l)"
grep -o 'warning CS061[28]: [^[]*' app.log | sort -u || true
build tests/Shardwise.Constructs.Tests > tests.log || { grep ': error ' tests.log | sort -u | head -30; exit 1; }

say "The assembly that was compiled with the oldest CDK, in the tests, with Amazon.CDK.Lib $cdk"
tests=artifacts/bin/Shardwise.Constructs.Tests/release
cp "$root/artifacts/bin/Shardwise.Constructs/release/Shardwise.Constructs.dll" "$tests/"
# The gates look at approved templates alone, and the comparison of members at an assembly of the oldest CDK.
SHARDWISE_ALLOW_STANDINS=1 dotnet test "$tests/Shardwise.Constructs.Tests.dll" --nologo \
  --filter 'FullyQualifiedName!~Tests.Gates&FullyQualifiedName!~Tests.Compatibility' > run.log 2>&1 || true
grep -E '^(Passed|Failed)!' run.log || tail -5 run.log
# Templates that differ from the approved ones are counted by kind below; of any other test the first line of why.
grep -A 2 '^  Failed ' run.log | grep -v '^--\|Error Message:' \
  | sed 's/ \[[0-9 a-z]*\]$//' | paste - - | grep -v 'ShouldMatchApproved' | cut -c1-400 || true
node "$root/eng/template-differences.mjs" --kinds tests/Shardwise.Constructs.Tests

say "The reference app"
synthesize() { # APP CONTEXT OUTPUT
  CDK_OUTDIR="$3" CDK_CONTEXT_JSON="$2" SHARDWISE_ALLOW_STANDINS=1 dotnet "$1/Shardwise.App.dll" > "$3.log" 2>&1 || { tail -20 "$3.log"; exit 1; }
}
everything='everything: "true", flinkJar: "s3://example-code/a.jar"'
ours=$(node -p "JSON.stringify({ ...require('./cdk.json').context, $everything })")
theirs=$(node -p "JSON.stringify({ ...require('./node_modules/aws-cdk-lib/recommended-feature-flags.json'), $everything })")
synthesize "$root/artifacts/bin/Shardwise.App/release" "$ours" "$work/oldest"
cp "$root/artifacts/bin/Shardwise.Constructs/release/Shardwise.Constructs.dll" "$root/artifacts/bin/Shardwise.App/release/Shardwise.App.dll" \
  artifacts/bin/Shardwise.App/release/
synthesize artifacts/bin/Shardwise.App/release "$ours" "$work/newest"
synthesize artifacts/bin/Shardwise.App/release "$theirs" "$work/flags"
for made in oldest newest flags; do
  echo "$made: deprecation lines $(grep -c 'deprecated' "$work/$made.log" || true)"
done
for made in newest flags; do
  echo "-- $made against oldest"
  node "$root/eng/template-differences.mjs" "$work/oldest/ShardwiseReference.template.json" "$work/$made/ShardwiseReference.template.json"
done
