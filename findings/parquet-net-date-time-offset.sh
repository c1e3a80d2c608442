#!/usr/bin/env bash
# Parquet.Net 6.1.0 (NuGet), .NET 10: one property of the type DateTimeOffset becomes some fifty columns, and the file cannot be read back into its class.
#
# Expected: that SerializeAsync writes a DateTimeOffset as a timestamp, or refuses it as it refuses a char or a Half.
# Seen: it is taken for a class of one's own: each readable property of it, and of the TimeSpan and the DateTime in it, becomes a column: Off.Day, Off.Offset.TotalHours
# and so on, with no timestamp of the whole among them. Writing says nothing; DeserializeAsync of the same class then throws "has no fields".
# A TimeSpan or a Uri goes the same way. Each row is several times as large, and whoever queries the file looks for a column that is not there.
# What works: DateTime in UTC with [ParquetTimestamp].
#
# Prints the number of columns, some of them, and what reading says; exits with 1 when it is no longer so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Parquet.Net" Version="6.1.0" />
  </ItemGroup>
</Project>
END
cat > Program.cs <<'END'
using Parquet;
using Parquet.Serialization;

Visit[] visits = [new() { At = new DateTimeOffset(2026, 11, 30, 12, 0, 0, TimeSpan.FromHours(1)), Page = "a" }];
var stream = new MemoryStream();
await ParquetSerializer.SerializeAsync(visits, stream);
stream.Position = 0;
await using var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true);
var columns = reader.Schema.GetDataFields().Select(field => field.Path.ToString()).ToArray();
Console.WriteLine($"{columns.Length} columns: {string.Join(", ", columns.Take(4))}, ..., {columns[^1]}");
stream.Position = 0;
var refusal = "nothing";
try
{
    await ParquetSerializer.DeserializeAsync<Visit>(stream);
}
catch (InvalidOperationException refused)
{
    refusal = refused.Message;
}

Console.WriteLine($"reading: {refusal}");
return columns.Length > 40 && refusal == "property 'At' (System.DateTimeOffset) has no fields" ? 0 : 1;

public class Visit
{
    public DateTimeOffset At { get; set; }
    public string Page { get; set; }
}
END
dotnet run -v quiet --nologo
