#!/usr/bin/env bash
# dotnet-stryker 5.1.0 with Microsoft.NET.Test.Sdk 18.11.0 and xunit 2.9.3 (NuGet), .NET 10: a file that `mutate` leaves out is mutated all the same, and
# only not tested for it.
#
# Expected: that with "mutate": ["**/*.cs", "!Kept.cs"] the code of Kept.cs is compiled as it stands.
# Seen: every file is filled with mutants, each behind a question whether it is active; the filter is asked afterwards, which of them to test. The body of a
# left-out method is many times as long, and tests that spend their time in it are as much slower, for each mutant of the other files. To leave out a
# simulation or a codec saves the testing of its own mutants only.
# What works: `// Stryker disable all` at the head of such a file, or those files in a project of their own.
#
# Prints the bytes of IL of one method in the left-out file, in an ordinary test run and under Stryker, by filter and by comment; exits with 1 when the filter
# leaves it as it is.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir Lib Lib.Tests
cat > Lib/Lib.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
</Project>
END
kept='namespace Lib;

public static class Kept
{
    public static long Sum(int[] numbers)
    {
        var sum = 0L;
        for (var place = 0; place < numbers.Length; place++)
            if (numbers[place] > 10 && numbers[place] % 3 == 0)
                sum += numbers[place] * 2;
            else
                sum -= numbers[place] + 1;
        return sum;
    }
}'
echo "$kept" > Lib/Kept.cs
cat > Lib/Mutated.cs <<'END'
namespace Lib;

public static class Mutated
{
    public static int Twice(int number) => number + number;
}
END
cat > Lib.Tests/Lib.Tests.csproj <<'END'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
    <PackageReference Include="xunit" Version="2.9.3" />
    <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
    <ProjectReference Include="../Lib/Lib.csproj" />
  </ItemGroup>
</Project>
END
cat > Lib.Tests/LibTests.cs <<'END'
using System.IO;
using Xunit;

namespace Lib.Tests;

public class LibTests
{
    [Fact]
    public void Twice_is_twice()
    {
        var body = typeof(Kept).GetMethod(nameof(Kept.Sum))!.GetMethodBody()!.GetILAsByteArray()!;
        File.WriteAllText(System.Environment.GetEnvironmentVariable("SIZE_FILE")!, body.Length.ToString());
        Assert.Equal(10, Mutated.Twice(5));
        Assert.NotEqual(0, Kept.Sum([1, 12]));
    }
}
END
echo '{ "stryker-config": { "project": "Lib.csproj", "mutate": ["**/*.cs", "!Kept.cs"] } }' > Lib.Tests/stryker-config.json
export SIZE_FILE=$folder/size DOTNET_NOLOGO=1
quietly() { "$@" >said 2>&1 || { cat said >&2; exit 2; }; }
stryker() {
  (cd Lib.Tests && quietly dotnet tool run dotnet-stryker --skip-version-check --reporter json --concurrency 1)
  cat size
}
quietly dotnet new tool-manifest
quietly dotnet tool install dotnet-stryker --version 5.1.0
quietly dotnet test Lib.Tests --nologo
plain=$(cat size)
filter=$(stryker)
{ echo '// Stryker disable all'; echo "$kept"; } > Lib/Kept.cs
comment=$(stryker)
echo "as it is: $plain bytes; left out by mutate: $filter bytes; by a comment: $comment bytes"
[ "$filter" -gt $((plain * 2)) ]
