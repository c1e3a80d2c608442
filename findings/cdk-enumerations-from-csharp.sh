#!/bin/sh
# Amazon.CDK.Lib 2.160.0 and 2.277.0 (NuGet), .NET 10: a newer CDK puts members into the midst of enumerations, and jsii-pacmak writes them to C# without
# numbers. A C# library that was compiled with the older CDK has the number of a member, and so means another one when an app brings the newer: no exception,
# no warning, another template. Seen:
#   2.160.0 InstanceSize.METAL is 22, SslPolicy.TLS13_RES is 2, RecordType.MX is 5
#   2.277.0 InstanceSize.METAL is 24, SslPolicy.TLS13_RES is 3, RecordType.MX is 6
# In JavaScript and Python members go by name, and nothing is wrong. What works: take such a value from the app, or read it by name (Enum.Parse).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat > numbers.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <RestorePackagesPath>packages</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup>
    <!-- Downloaded, and looked at: what they depend on is not needed for it. -->
    <PackageDownload Include="Amazon.CDK.Lib" Version="[2.160.0];[2.277.0]" />
  </ItemGroup>
</Project>
END
cat > Numbers.cs <<'END'
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

foreach (var version in (string[])["2.160.0", "2.277.0"])
{
    var assembly = Directory.GetFiles(Path.Combine("packages", "amazon.cdk.lib", version, "lib"), "Amazon.CDK.Lib.dll", SearchOption.AllDirectories).Single();
    using var file = new PEReader(File.OpenRead(assembly));
    var reader = file.GetMetadataReader();
    int Number(string type, string member) => (
        from definition in reader.TypeDefinitions.Select(reader.GetTypeDefinition)
        where $"{reader.GetString(definition.Namespace)}.{reader.GetString(definition.Name)}" == $"Amazon.CDK.AWS.{type}"
        from field in definition.GetFields().Select(reader.GetFieldDefinition)
        where reader.GetString(field.Name) == member
        select reader.GetBlobReader(reader.GetConstant(field.GetDefaultValue()).Value).ReadInt32()).Single();
    Console.WriteLine(
        $"{version} InstanceSize.METAL is {Number("EC2.InstanceSize", "METAL")}, SslPolicy.TLS13_RES is {Number("ElasticLoadBalancingV2.SslPolicy", "TLS13_RES")}, "
        + $"RecordType.MX is {Number("Route53.RecordType", "MX")}");
}
END
dotnet run -c Release > seen 2> log || { cat seen log; exit 1; }
cat seen
cat > expected <<'END'
2.160.0 InstanceSize.METAL is 22, SslPolicy.TLS13_RES is 2, RecordType.MX is 5
2.277.0 InstanceSize.METAL is 24, SslPolicy.TLS13_RES is 3, RecordType.MX is 6
END
diff expected seen
