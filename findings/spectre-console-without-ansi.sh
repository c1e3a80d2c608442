#!/usr/bin/env bash
# Spectre.Console 0.49.1 (NuGet): a console made with AnsiSupport.No and ColorSystemSupport.NoColors, over a writer of the caller's own, still
# sends escape sequences to standard output when a table has a title.
#
# Expected: with AnsiSupport.No nothing but text, into the writer that the console was given.
# Seen: the table's text goes into the writer. For the title, whose default style is italic and grey, Spectre falls back on the process's
# console and sets Console.ForegroundColor and ResetColor around it. .NET writes these to standard output as "ESC [ 39;49m" where
# DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION=1 asks for colours in redirected output, as continuous integration often does: into the
# wrong stream, between lines that went elsewhere. A TableTitle with Style.Plain, or rendering to segments and writing their text, avoids it.
#
# Prints what reached standard output, and exits with 1 when that is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Spectre.Console" Version="0.49.1" />
  </ItemGroup>
</Project>
PROJECT
cat > Program.cs <<'PROGRAM'
using Spectre.Console;

var writer = new StringWriter();
var console = AnsiConsole.Create(new AnsiConsoleSettings
{
    Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No,
});
console.Write(new Table { Title = new TableTitle(args[0], args.Length > 1 ? Style.Plain : null) }.AddColumn("a"));
Console.Error.WriteLine($"the writer: {writer.ToString().Length} characters, {writer.ToString().Count(character => character == '\u001b')} escapes");
PROGRAM
dotnet build -v q -nologo -clp:ErrorsOnly -o out > build.log || { cat build.log; exit 1; }

export DOTNET_SYSTEM_CONSOLE_ALLOW_ANSI_COLOR_REDIRECTION=1
styled=$(dotnet out/finding.dll Title | cat -v)
plain=$(dotnet out/finding.dll Title plain | cat -v)
echo "standard output with the title's default style: '$styled'"
echo "standard output with Style.Plain: '$plain'"
[[ $styled == *'^['* && -z $plain ]]
