#!/usr/bin/env bash
# Apache.Avro 1.12.2 (NuGet), .NET 10: what local-timestamp-millis says hangs on the time zone of the machine that writes, and of the one that reads.
#
# Expected: that it stands for a date and a time on a clock, whichever zone that is in: that 09:00 is written as 09:00 and read as 09:00 everywhere, as it is
# by the Java library's LocalDateTime.
# Seen: the DateTime is converted to UTC by the writer's zone, and from UTC by the reader's. 09:00 of a July day written in New York has 13:00 in its bytes,
# which a reader in any other language shows; read by this library in Berlin it is 15:00. A round trip on one machine shows nothing. A DateTime of kind
# Utc is written as it is, and read as a local one. So with local-timestamp-micros.
# What works: writing a DateTime that was given the kind Utc by DateTime.SpecifyKind, and ToUniversalTime on what was read.
#
# Prints the time in the bytes and as it is read in both zones, and exits with 1 when they are the same.
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

const string LocalMillis = """{"type":"long","logicalType":"local-timestamp-millis"}""";
if (args is ["write"])
{
    Console.WriteLine(Convert.ToHexString(Write(LocalMillis, new DateTime(2026, 7, 1, 9, 0, 0, DateTimeKind.Unspecified))));
    return 0;
}

var data = Convert.FromHexString(args[1]);
var bytes = DateTime.UnixEpoch.AddMilliseconds((long)Read("\"long\"", "\"long\"", data));
var read = (DateTime)Read(LocalMillis, LocalMillis, data);
Console.WriteLine(FormattableString.Invariant($"in the bytes {bytes:HH:mm}, read here {read:HH:mm}"));
return bytes.Hour == 13 && read.Hour == int.Parse(args[2]) ? 0 : 1;
END
dotnet build -v quiet --nologo -clp:ErrorsOnly -o built >/dev/null
data=$(TZ=America/New_York dotnet built/finding.dll write)
echo "09:00 written in New York"
printf 'New York: ' && TZ=America/New_York dotnet built/finding.dll read "$data" 9
printf 'Berlin:   ' && TZ=Europe/Berlin dotnet built/finding.dll read "$data" 15
