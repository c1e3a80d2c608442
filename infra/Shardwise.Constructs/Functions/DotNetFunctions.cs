using Amazon.CDK.AWS.Lambda;

namespace Shardwise.Constructs.Functions;

/// <summary>What all functions have in common.</summary>
internal static class DotNetFunctions
{
    /// <summary>Lambda's managed .NET 10 runtime. Amazon.CDK.Lib 2.160.0 is older than it and has no constant for it.</summary>
    public static Runtime Runtime => new("dotnet10", RuntimeFamily.DOTNET_CORE);
}
