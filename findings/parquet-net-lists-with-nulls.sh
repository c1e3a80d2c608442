#!/usr/bin/env bash
# Parquet.Net 6.1.0 with ParquetSharp 25.0.1.2 (NuGet), .NET 10: what ParquetSerializer writes of lists with nulls and of empty lists is right, and its own
# DeserializeAsync reads it back otherwise, without an error.
#
# Expected: that a row read back equals the row written; the file has all of it, as ParquetSharp shows.
# Seen: a list of nullable numbers, or of strings, comes back without its nulls, so that what followed one moves up, and no longer stands beside what it stood
# beside in another list. An empty list of these comes back as null, where the class says that there always is one. Lists of objects are right.
# What works: a list of objects with one property each, or reading such columns with ParquetSharp.
#
# Prints each row as it was, as Parquet.Net reads it and as ParquetSharp does; exits with 1 when Parquet.Net reads one of them as it was.
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
    <PackageReference Include="ParquetSharp" Version="25.0.1.2" />
  </ItemGroup>
</Project>
END
cat > Program.cs <<'END'
using System.Text.Json;
using Parquet.Serialization;
using ParquetSharp;

Visit[] visits =
[
    new() { Prices = [1, null, 3], Pages = ["a", null, "c"], Shown = [new() { Page = "a" }, new(), new() { Page = "c" }] },
    new() { Prices = [], Pages = [], Shown = [] },
];
var stream = new MemoryStream();
await ParquetSerializer.SerializeAsync(visits, stream);
stream.Position = 0;
var own = (await ParquetSerializer.DeserializeAsync<Visit>(stream)).Data;
stream.Position = 0;
using var file = new ParquetFileReader(stream, leaveOpen: true);
using var group = file.RowGroup(0);
T[] Column<T>(int place)
{
    using var column = group.Column(place).LogicalReader<T>();
    return column.ReadAll(visits.Length);
}

var (prices, pages) = (Column<int?[]>(0), Column<string[]>(1));
for (var row = 0; row < visits.Length; row++)
{
    Console.WriteLine($"written:      {JsonSerializer.Serialize(visits[row])}");
    Console.WriteLine($"Parquet.Net:  {JsonSerializer.Serialize(own[row])}");
    Console.WriteLine($"ParquetSharp: {JsonSerializer.Serialize(new { Prices = prices[row], Pages = pages[row] })}");
}

bool[] otherwise = [own[0].Prices.Count == 2, own[0].Pages.Count == 2, own[1].Prices is null, own[1].Pages is null];
bool[] right = [prices[0].Length == 3, pages[0].Length == 3, own[0].Shown.Count == 3, own[1].Shown is { Count: 0 }];
return otherwise.Concat(right).All(each => each) ? 0 : 1;

public class Visit
{
    public List<int?> Prices { get; set; }
    public List<string> Pages { get; set; }
    public List<Shown> Shown { get; set; }
}

public class Shown
{
    public string Page { get; set; }
}
END
dotnet run -v quiet --nologo
