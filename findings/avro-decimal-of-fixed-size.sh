#!/usr/bin/env bash
# Apache.Avro 1.12.2 (NuGet), .NET 10: a decimal that is too large for its fixed size is written as another number.
#
# Expected: that a number of more bytes than the fixed type has is refused, as the Java library refuses it, or at least one of more digits than `precision`.
# Seen: the highest bytes are left out. In a decimal(5, 2) of three bytes 999999999.00 is written without a word and read as 77925.40, and 200000.00 as
# 32227.84; every reader in any language gets these. `precision` is not looked at, of bytes either: 123456.78 goes into a decimal(5, 2).
# What is refused is another scale than the schema's.
# What works: a look at the number of digits before it is written.
#
# Prints what goes in, its bytes and what comes back, and exits with 1 when one of them is refused.
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

const string Fixed = """{"type":{"type":"fixed","name":"money","size":3},"logicalType":"decimal","precision":5,"scale":2}""";
const string Bytes = """{"type":"bytes","logicalType":"decimal","precision":5,"scale":2}""";
var right = true;
foreach (var (schema, value, expected) in new[]
{
    (Fixed, 999.99m, 999.99m), (Fixed, 999999999.00m, 77925.40m), (Fixed, 200000.00m, 32227.84m), (Bytes, 123456.78m, 123456.78m),
})
{
    var data = Write(schema, new AvroDecimal(value));
    var back = AvroDecimal.ToDecimal((AvroDecimal)Read(schema, schema, data));
    Console.WriteLine(FormattableString.Invariant($"{(schema == Fixed ? "fixed" : "bytes")}: {value} -> {Convert.ToHexString(data)} -> {back}"));
    right &= back == expected;
}

return right ? 0 : 1;
END
dotnet run -v quiet --nologo
