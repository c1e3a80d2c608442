using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Functions;

/// <summary>What all functions have in common.</summary>
internal static class DotNetFunctions
{
    /// <summary>Lambda's managed .NET 10 runtime. Amazon.CDK.Lib 2.160.0 is older than it and has no constant for it.</summary>
    public static Runtime Runtime => new("dotnet10", RuntimeFamily.DOTNET_CORE);

    /// <summary>Requires a handler to be <c>Assembly::Namespace.Type::Method</c>.</summary>
    public static void CheckHandler(PropsCheck check, string property, string handler)
    {
        var parts = handler.Split("::");
        check.Require(
            handler.Length <= LambdaLimits.MaxHandlerLength && !handler.Any(char.IsWhiteSpace)
                && parts.Length == 3 && parts.All(part => part.Length > 0),
            property, $"'{handler}'", $"Assembly::Namespace.Type::Method, at most {LambdaLimits.MaxHandlerLength} characters without a space");
    }

    /// <summary>The assembly that a handler names first.</summary>
    public static string AssemblyOf(string handler) => handler.Split("::")[0];

    /// <summary>Tells cdk-nag why the runtime is right, and what else of its rules does not apply to a function.</summary>
    public static void Justify(Function function, params (string Rule, string Reason)[] rules)
    {
        const string newest = "dotnet10 is the newest .NET runtime of Lambda; a CDK that is older than it calls dotnet8 the latest.";
        NagRule.Suppress(function, [("AwsSolutions-L1", newest), ("Serverless-LambdaLatestVersion", newest), .. rules]);
    }
}
