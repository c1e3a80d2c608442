#!/usr/bin/env bash
# Google.Protobuf 3.36.2 with Grpc.Tools 2.85.0 (NuGet), .NET 10: fields that a proto2 schema calls required are checked neither when a message is read nor
# when it is written.
#
# Expected: that ParseFrom throws InvalidProtocolBufferException where a required field is absent, as the Java, C++ and Python libraries refuse such a message.
# Seen: ParseFrom of bytes, of a span and of a stream, and MergeFrom, take it. The absent field reads as its default: a record of the KPL's format without
# data is one with empty data, and one without a key index has the first key. ToByteArray writes it without a word too. Only IsInitialized() says false,
# and has to be asked. Input that ends in the middle of a field is refused as expected.
#
# Prints what each way of reading does, and exits with 1 when one of them refuses the message.
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
    <PackageReference Include="Google.Protobuf" Version="3.36.2" />
    <PackageReference Include="Grpc.Tools" Version="2.85.0" PrivateAssets="all" />
    <Protobuf Include="finding.proto" GrpcServices="None" />
  </ItemGroup>
</Project>
PROJECT
cat > finding.proto <<'SCHEMA'
syntax = "proto2";
message Item {
  required uint64 key_index = 1;
  required bytes data = 3;
}
message Batch {
  repeated string keys = 1;
  repeated Item items = 3;
}
SCHEMA
cat > Program.cs <<'PROGRAM'
using Google.Protobuf;

byte[] bytes = new Batch { Keys = { "k" }, Items = { new Item { KeyIndex = 0 } } }.ToByteArray();
Console.WriteLine($"written without data: {Convert.ToHexString(bytes)}");
Show("ParseFrom bytes", () => Batch.Parser.ParseFrom(bytes));
Show("ParseFrom span", () => Batch.Parser.ParseFrom(bytes.AsSpan()));
Show("ParseFrom stream", () => Batch.Parser.ParseFrom(new MemoryStream(bytes)));
Show("MergeFrom", () =>
{
    var batch = new Batch();
    batch.MergeFrom(bytes);
    return batch;
});
Show("cut off", () => Batch.Parser.ParseFrom(bytes.AsSpan(0, bytes.Length - 1)));

static void Show(string what, Func<Batch> read)
{
    try
    {
        var batch = read();
        Console.WriteLine($"{what}: taken, {batch.Items[0].Data.Length} bytes of data, IsInitialized {batch.IsInitialized()}");
    }
    catch (InvalidProtocolBufferException)
    {
        Console.WriteLine($"{what}: refused");
    }
}
PROGRAM
found=$(DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 dotnet run --project finding.csproj)
echo "$found"
[ "$found" = "written without data: 0A016B1A020800
ParseFrom bytes: taken, 0 bytes of data, IsInitialized False
ParseFrom span: taken, 0 bytes of data, IsInitialized False
ParseFrom stream: taken, 0 bytes of data, IsInitialized False
MergeFrom: taken, 0 bytes of data, IsInitialized False
cut off: refused" ]
