using System.Text.RegularExpressions;
using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Functions;

/// <summary>
/// Runs a function on EC2 instances that Lambda manages in your account, one process of it for many calls at once (Lambda Managed Instances).
/// </summary>
/// <remarks>
/// What the function keeps beside a call is used by several at once, on several threads. Whoever deploys needs <c>lambda:PassCapacityProvider</c> on
/// the capacity provider. Source: LambdaManagedInstancesCapacityProviderConfig in the Lambda API reference.
/// </remarks>
public sealed partial record ManagedInstances
{
    private const string Property = "CapacityProviderConfig";

    /// <summary>The capacity provider that the instances are of.</summary>
    /// <value><c>arn:aws:lambda:REGION:ACCOUNT:capacity-provider:NAME</c>, of the function's region.</value>
    public required string CapacityProviderArn { get; init; }

    /// <summary>How much memory goes with a virtual processor, in GiB.</summary>
    /// <value>2 to 8. The default is Lambda's own.</value>
    public double? MemoryGiBPerVcpu { get; init; }

    /// <summary>How many calls one process takes at once.</summary>
    /// <value>1 to 1,600. The default is Lambda's own, 32 a virtual processor for .NET.</value>
    public double? MaxConcurrency { get; init; }

    internal void Check(PropsCheck check, string path)
    {
        check.Require(
            PropsCheck.IsToken(CapacityProviderArn) || ProviderPattern().IsMatch(CapacityProviderArn), $"{path}.{nameof(CapacityProviderArn)}",
            $"'{CapacityProviderArn}'", "arn:aws:lambda:REGION:ACCOUNT:capacity-provider:NAME");
        if (MemoryGiBPerVcpu is { } memory && !PropsCheck.IsToken(memory))
            check.Fraction(
                $"{path}.{nameof(MemoryGiBPerVcpu)}", memory, LambdaLimits.MinManagedMemoryGiBPerVcpu, LambdaLimits.MaxManagedMemoryGiBPerVcpu);
        if (MaxConcurrency is { } calls)
            check.Whole($"{path}.{nameof(MaxConcurrency)}", calls, 1, LambdaLimits.MaxManagedConcurrency);
    }

    // Younger than Amazon.CDK.Lib 2.160.0, which has no property for it.
    internal void AddTo(CfnFunction function)
    {
        var instances = new Dictionary<string, object> { ["CapacityProviderArn"] = CapacityProviderArn };
        if (MemoryGiBPerVcpu is { } memory)
            instances["ExecutionEnvironmentMemoryGiBPerVCpu"] = memory;
        if (MaxConcurrency is { } calls)
            instances["PerExecutionEnvironmentMaxConcurrency"] = calls;
        // A CDK that does not know the property does not know either whether it makes another version: where a function runs does.
        Function.ClassifyVersionProperty(Property, true);
        function.AddPropertyOverride(
            Property, new Dictionary<string, object> { ["LambdaManagedInstancesCapacityProviderConfig"] = instances });
    }

    [GeneratedRegex(@"^(?=.{1,140}$)arn:aws[a-zA-Z-]*:lambda:[a-z]+(-[a-z]+)+-\d:\d{12}:capacity-provider:[a-zA-Z0-9\-_]+$")]
    private static partial Regex ProviderPattern();
}
