#!/usr/bin/env bash
# dotnet new of the .NET SDK 10 (10.0.4xx), a template with nothing but a sourceName.
#
# Expected: that `dotnet new mine -n acme-orders` writes one and the same name wherever the sourceName stood, or at least in a file's name and in the text
# that names this file.
# Seen: names of files and folders get the name as it was given; the same word within a file gets a form of it that is a namespace. A project file
# acme-orders.csproj is then referred to as acme_orders.csproj, a cdk.json publishes a folder that is not there, and a handler "Assembly::Type::Method" names
# an assembly that nobody builds. With a plain or a dotted name all agree, so that a template's tests rarely see it.
# What works: no sourceName, and derived symbols in its place, one for each form, with `replaces` and `fileRename`.
#
# Prints the file's name and its text, and exits with 1 when they are no longer these.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export DOTNET_CLI_HOME="$folder/home" DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
mkdir -p template/.template.config
echo '{ "identity": "Finding.Mine", "name": "mine", "shortName": "mine", "sourceName": "MyApp" }' > template/.template.config/template.json
echo 'see MyApp.csproj' > template/MyApp.csproj
dotnet new install ./template >/dev/null
for name in Acme.Orders acme-orders; do
  dotnet new mine -n "$name" -o "$name" >/dev/null
done
found=$(for name in Acme.Orders acme-orders; do (cd "$name" && for file in *.csproj; do echo "$file: $(cat "$file")"; done); done)
echo "$found"
[ "$found" = 'Acme.Orders.csproj: see Acme.Orders.csproj
acme-orders.csproj: see acme_orders.csproj' ]
