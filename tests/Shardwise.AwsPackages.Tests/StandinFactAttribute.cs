using System.Reflection;
using Amazon.Kinesis;

namespace Shardwise.AwsPackages.Tests;

/// <summary>A test of what only a stand-in does; with the real packages it is skipped.</summary>
public class StandinFactAttribute : FactAttribute
{
    public StandinFactAttribute()
    {
        if (!BuiltOnStandins)
        {
            Skip = "Built on the real packages.";
        }
    }

    private static bool BuiltOnStandins { get; } = typeof(AmazonKinesisClient).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Any(a => a is { Key: "AwsPackages", Value: "standin" });
}
