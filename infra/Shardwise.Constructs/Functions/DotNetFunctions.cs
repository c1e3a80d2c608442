using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Functions;

/// <summary>What all functions have in common.</summary>
internal static class DotNetFunctions
{
    /// <summary>Lambda's managed .NET 10 runtime. Amazon.CDK.Lib 2.160.0 is older than it and has no constant for it.</summary>
    public static Runtime Runtime => new("dotnet10", RuntimeFamily.DOTNET_CORE);

    /// <summary>Tells cdk-nag why the runtime is right, and what else of its rules does not apply to a function.</summary>
    public static void Justify(Function function, params (string Rule, string Reason)[] rules)
    {
        const string newest = "dotnet10 is the newest .NET runtime of Lambda; a CDK that is older than it calls dotnet8 the latest.";
        NagRule.Suppress(function, [("AwsSolutions-L1", newest), ("Serverless-LambdaLatestVersion", newest), .. rules]);
    }
}
