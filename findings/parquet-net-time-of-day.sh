#!/usr/bin/env bash
# Parquet.Net 6.1.0 with ParquetSharp 25.0.1.2, the C++ library of Apache Arrow (NuGet), .NET 10: a time of day that Parquet.Net writes is ten times as late to
# every other reader.
#
# Expected: that a TimeOnly of 01:02:03 is written as 3,723,000,000 microseconds, as the column's type says: TIME, in microseconds.
# Seen: the number is .NET's ticks of 100 ns, 37,230,000,000, under the same type. ParquetSharp reads 10:20:30, and 23:59:59 as nine days and more, and so must
# whoever goes by the type. Parquet.Net itself takes the number for ticks again, so that a round trip in one's own tests shows nothing.
# [ParquetMicroSecondsTime] changes nothing. DateTime as a timestamp is right.
# What works: the time as a long of one's own, or as part of a DateTime with [ParquetTimestamp].
#
# Prints the column's type, and each time as both read it; exits with 1 when they agree.
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
using Parquet.Serialization;
using ParquetSharp;

Visit[] visits = [new() { At = new TimeOnly(1, 2, 3) }, new() { At = new TimeOnly(23, 59, 59) }];
var stream = new MemoryStream();
await ParquetSerializer.SerializeAsync(visits, stream);
stream.Position = 0;
var own = (await ParquetSerializer.DeserializeAsync<Visit>(stream)).Data;
stream.Position = 0;
using var file = new ParquetFileReader(stream, leaveOpen: true);
using var group = file.RowGroup(0);
using var column = group.Column(0).LogicalReader<TimeSpan>();
var other = column.ReadAll(visits.Length);
Console.WriteLine(file.FileMetaData.Schema.Column(0).LogicalType);
for (var place = 0; place < visits.Length; place++)
    Console.WriteLine($"{visits[place].At:HH:mm:ss}: Parquet.Net {own[place].At:HH:mm:ss}, ParquetSharp {other[place]}");
return own[0].At == visits[0].At && other[0] == 10 * visits[0].At.ToTimeSpan() ? 0 : 1;

public class Visit
{
    public TimeOnly At { get; set; }
}
END
dotnet run -v quiet --nologo
