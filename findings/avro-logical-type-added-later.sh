#!/usr/bin/env bash
# Apache.Avro 1.12.2 (NuGet), .NET 10: a logical type that one of two schemas has makes them incompatible.
#
# Expected: that data of a plain long can be read as a timestamp-millis and the other way round, since a logical type only says how the underlying type is
# meant, and schema registries call the change compatible.
# Seen: "Schema mismatch" for every such pair, also where the writer's int would be promoted to the reader's long. Whoever gives a long the logical type that it
# always was meant to have cannot read a record from before, though the registry took the new schema. With string and bytes, which resolve to each other by the
# specification since 1.8, it is the same. Another logical type on both sides, millis and micros, is taken.
# What works: reading such records with the writer's schema alone.
#
# Prints what each pair gives, and exits with 1 when one of the refused is read.
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

const string Millis = """{"type":"long","logicalType":"timestamp-millis"}""";
const string Micros = """{"type":"long","logicalType":"timestamp-micros"}""";
var right = true;
foreach (var (name, writer, reader, value, readable) in new (string, string, string, object, bool)[]
{
    ("int as long", "\"int\"", "\"long\"", 5, true),
    ("timestamp-millis as timestamp-micros", Millis, Micros, DateTime.UnixEpoch, true),
    ("long as timestamp-millis", "\"long\"", Millis, 1798000000000L, false),
    ("timestamp-millis as long", Millis, "\"long\"", DateTime.UnixEpoch, false),
    ("int as timestamp-millis", "\"int\"", Millis, 5, false),
    ("string as bytes", "\"string\"", "\"bytes\"", "a", false),
})
{
    var data = Write(writer, value);
    string said;
    try
    {
        said = $"read: {Read(writer, reader, data).GetType().Name}";
        right &= readable;
    }
    catch (AvroException refused)
    {
        said = refused.Message;
        right &= !readable && said.StartsWith("Schema mismatch.");
    }

    Console.WriteLine($"{name}: {said}");
}

return right ? 0 : 1;
END
dotnet run -v quiet --nologo
