#!/usr/bin/env bash
# Parquet.Net 6.1.0 with ParquetSharp 25.0.1.2 (NuGet), .NET 10: of a decimal the one cuts off what does not fit, and the other cannot read what the first
# writes by default from 79 thousand million on.
#
# Expected: that [ParquetDecimal(5, 2)] rounds 1.009 to 1.01, and refuses 12345.6, which has more digits than a decimal(5, 2) has; and that a whole number
# that fits a .NET decimal ten times over can be read from the column that a .NET library wrote.
# Seen: 1.009 becomes 1.00 and -1.009 becomes -1.00, cut and not rounded. 12345.6 is written into a decimal(5, 2) all the same, where a reader that goes by
# the type may do with it what it likes. Without the attribute the column is a decimal(38, 18); ParquetSharp reads the number without its point into
# 96 bits first, and throws "Decimal value is not representable as a .NET Decimal" for 80,000,000,000.
# What works: an attribute with as many digits as are meant, 28 at most, and rounding by oneself.
#
# Prints each number as it was and as it is read; exits with 1 when it is no longer so.
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
    <InvariantGlobalization>true</InvariantGlobalization>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Parquet.Net" Version="6.1.0" />
    <PackageReference Include="ParquetSharp" Version="25.0.1.2" />
  </ItemGroup>
</Project>
END
cat > Program.cs <<'END'
using Parquet.Serialization;
using Parquet.Serialization.Attributes;
using ParquetSharp;

async Task<string> Through<T>(T row) where T : class, new()
{
    var stream = new MemoryStream();
    await ParquetSerializer.SerializeAsync([row], stream);
    stream.Position = 0;
    using var file = new ParquetFileReader(stream, leaveOpen: true);
    using var group = file.RowGroup(0);
    using var column = group.Column(0).LogicalReader<decimal>();
    try
    {
        return $"{file.FileMetaData.Schema.Column(0).LogicalType}: {column.ReadAll(1)[0]}";
    }
    catch (OverflowException refused)
    {
        return $"{file.FileMetaData.Schema.Column(0).LogicalType}: {refused.Message}";
    }
}

List<string> said = [];
foreach (var value in new[] { 1.009m, -1.009m, 12345.6m })
    said.Add($"{value} -> {await Through(new Priced { Price = value })}");
foreach (var value in new[] { 79_000_000_000m, 80_000_000_000m })
    said.Add($"{value} -> {await Through(new Plain { Price = value })}");
said.ForEach(Console.WriteLine);
string[] expected = ["1", "-1", "12345.6", "79000000000", "Decimal value is not representable as a .NET Decimal"];
return said.Zip(expected).All(pair => pair.First.EndsWith($": {pair.Second}")) ? 0 : 1;

public class Priced
{
    [ParquetDecimal(5, 2)]
    public decimal Price { get; set; }
}

public class Plain
{
    public decimal Price { get; set; }
}
END
dotnet run -v quiet --nologo
