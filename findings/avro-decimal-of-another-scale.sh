#!/usr/bin/env bash
# Apache.Avro 1.12.2 (NuGet), .NET 10: a decimal that was written with another scale is read as a power of ten of itself.
#
# Expected: that a reader's schema with scale 3 over data of scale 2 is refused, since decimals resolve only where precision and scale are the same, or that
# the number is converted.
# Seen: the reader takes the writer's digits and puts its own point into them: 19.99 comes as 1.999, and with scale 0 as 1999. Whoever gives a field one more
# digit after the point in a new version of the schema reads all older records wrong, without an error.
# What works: a new field for the new scale, or reading with the writer's schema.
#
# Prints each, and exits with 1 when it is refused or right.
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
    <PackageReference Include="Apache.Avro" Version="1.12.2" />
  </ItemGroup>
</Project>
END
cat > Program.cs <<'END'
using Avro;
using Avro.Generic;
using Avro.IO;

static byte[] Write(string schema, object value)
{
    var stream = new MemoryStream();
    new DefaultWriter(Schema.Parse(schema)).Write(value, new BinaryEncoder(stream));
    return stream.ToArray();
}

static object Read(string writer, string reader, byte[] data) =>
    new DefaultReader(Schema.Parse(writer), Schema.Parse(reader)).Read<object>(null, new BinaryDecoder(new MemoryStream(data)));

static string Decimal(int scale) => $$"""{"type":"bytes","logicalType":"decimal","precision":10,"scale":{{scale}}}""";

var data = Write(Decimal(2), new AvroDecimal(19.99m));
List<decimal> read = [];
foreach (var scale in new[] { 2, 3, 0 })
{
    read.Add(AvroDecimal.ToDecimal((AvroDecimal)Read(Decimal(2), Decimal(scale), data)));
    Console.WriteLine(FormattableString.Invariant($"written with scale 2 as 19.99, read with scale {scale} as {read[^1]}"));
}

return read.SequenceEqual([19.99m, 1.999m, 1999m]) ? 0 : 1;
END
dotnet run -v quiet --nologo
