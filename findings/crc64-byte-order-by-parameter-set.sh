#!/usr/bin/env bash
# System.IO.Hashing 11.0.0 (NuGet), .NET 10: in which order GetCurrentHash of one type writes a checksum's bytes hangs on its parameter set.
#
# Expected: that Crc64 with Crc64ParameterSet.Nvme, which 11.0 brought, gives its bytes as Crc64 without one does, the most significant first; that is
# also how S3 has them in x-amz-checksum-crc64nvme.
# Seen: new Crc64() gives 6c40df5f0b497347 for "123456789", which is the check value of CRC-64/ECMA-182 as catalogues print it; with Nvme it gives
# 8898790a86148bae, the check value ae8b14860a799888 of CRC-64/NVME from its end. Bits in reflected order are written the least significant byte first,
# as Crc32 has always done; only the default of Crc64 is not reflected. Nothing fails: a checksum that is sent so is refused as a wrong one.
# What works: reversing the bytes of reflected sets, or GetCurrentHashAsUInt64, which is a number and has no order.
#
# Prints the bytes of four checksums, and exits with 1 when they are no longer these.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > finding.csproj <<'PROJECT'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="System.IO.Hashing" Version="11.0.0" />
  </ItemGroup>
</Project>
PROJECT
cat > Program.cs <<'PROGRAM'
using System;
using System.IO.Hashing;

Show("CRC-64/ECMA-182", new Crc64());
Show("CRC-64/NVME", new Crc64(Crc64ParameterSet.Nvme));
Show("CRC-32", new Crc32());
Show("CRC-32C", new Crc32(Crc32ParameterSet.Crc32C));

void Show(string name, NonCryptographicHashAlgorithm algorithm)
{
    algorithm.Append("123456789"u8);
    Console.WriteLine($"{name}: {Convert.ToHexStringLower(algorithm.GetCurrentHash())}");
}
PROGRAM
dotnet build -v q -nologo -clp:ErrorsOnly -o out > build.log || { cat build.log; exit 1; }
found=$(dotnet out/finding.dll)
echo "$found"
[ "$found" = 'CRC-64/ECMA-182: 6c40df5f0b497347
CRC-64/NVME: 8898790a86148bae
CRC-32: 2639f4cb
CRC-32C: 839206e3' ]
