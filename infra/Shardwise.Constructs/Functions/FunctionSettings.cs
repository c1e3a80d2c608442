using Amazon.CDK.AWS.EC2;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Functions;

/// <summary>Where and how a function runs, beside what each construct says of its own.</summary>
/// <remarks>
/// Numbers known only when the stack is deployed are taken as the CDK gives them: <c>parameter.ValueAsNumber</c>. Sources of the limits: "Lambda
/// quotas" and the API reference of CreateFunction.
/// </remarks>
public sealed record FunctionSettings
{
    /// <summary>The physical name of the function, one in an account and region.</summary>
    /// <value>1 to 64 of <c>a-z A-Z 0-9 _ -</c>. The default lets CloudFormation choose one.</value>
    public string? Name { get; init; }

    /// <summary>What the function runs as. It must trust <c>lambda.amazonaws.com</c>.</summary>
    /// <value>The default makes a role that may do what the function's parts need and no more.</value>
    /// <remarks>
    /// What the function needs is written into a policy of the construct's own that is attached to the role, whichever stack the role is in.
    /// A role that is imported with <c>Mutable = false</c> gets not even that: then what it may do is yours to say.
    /// </remarks>
    public IRole? Role { get; init; }

    /// <summary>The VPC whose subnets get the function's network interfaces.</summary>
    /// <value>The default is none: the function reaches AWS and the internet, and nothing private.</value>
    /// <remarks>In a VPC a function has no public address: it needs a NAT gateway or endpoints for every service that it calls.</remarks>
    public IVpc? Vpc { get; init; }

    /// <summary>Which subnets of the VPC.</summary>
    /// <value>Private ones. The default is the VPC's private subnets with a way out.</value>
    public ISubnetSelection? Subnets { get; init; }

    /// <summary>The security groups of the function's interfaces.</summary>
    /// <value>At most 5. The default makes one that lets everything out and nothing in.</value>
    public IReadOnlyList<ISecurityGroup> SecurityGroups { get; init; } = [];

    /// <summary>Layers that are unpacked into <c>/opt</c> before the function starts, the last one on top.</summary>
    /// <value>At most 5. The default is none.</value>
    public IReadOnlyList<ILayerVersion> Layers { get; init; } = [];

    /// <summary>How many calls may run at once, which are taken out of what the account has for all of its functions.</summary>
    /// <value>0 and more; 0 refuses every call. The default reserves none.</value>
    /// <remarks>Calls of a stream's mapping are at most its open shards, times the consumer's ParallelizationFactor.</remarks>
    public double? ReservedConcurrency { get; init; }

    /// <summary>The size of <c>/tmp</c>, in MiB.</summary>
    /// <value>512 to 10,240. The default is Lambda's own, 512.</value>
    public double? EphemeralStorageMiB { get; init; }

    /// <summary>Your own key to encrypt the environment variables with.</summary>
    /// <value>The default is a key of Lambda.</value>
    public IKey? EnvironmentKey { get; init; }

    /// <summary>Whether calls are traced by X-Ray.</summary>
    /// <value>The default is <see cref="Tracing.ACTIVE"/>.</value>
    public Tracing Tracing { get; init; } = ConstructDefaults.Current.FunctionTracing;

    /// <summary>The least level of the function's own log lines; the log is then JSON, a line an object.</summary>
    /// <value>The default leaves the log as the function writes it.</value>
    public ApplicationLogLevel? LogLevel { get; init; }

    /// <summary>The least level of the lines that Lambda itself writes; the log is then JSON, a line an object.</summary>
    /// <value>The default leaves the log as it is.</value>
    public SystemLogLevel? SystemLogLevel { get; init; }

    /// <summary>
    /// Whether each version is started once when it is published, and calls begin from a copy of that (SnapStart): no cold start of the runtime, at
    /// the price of keeping and restoring the copy.
    /// </summary>
    /// <value>The default is <see langword="false"/>. With it, a consumer's mapping calls the alias <c>live</c> of the newest version.</value>
    /// <remarks>Not with more than 512 MiB of <c>/tmp</c>. What must differ from copy to copy, such as a seed, is made in the call.</remarks>
    public bool SnapStart { get; init; } = ConstructDefaults.Current.FunctionSnapStart;

    /// <summary>The EC2 instances of the account that the function runs on.</summary>
    /// <value>
    /// The default is none: Lambda's own, one call a process at a time. With them a timeout may be up to 5,400 s and memory up to 32,768 MB, and a
    /// consumer's mapping calls the alias <c>live</c> of the newest version.
    /// </value>
    public ManagedInstances? ManagedInstances { get; init; }

    internal TimeSpan MaxTimeout => ManagedInstances is null ? LambdaLimits.MaxTimeout : LambdaLimits.MaxManagedTimeout;

    internal int MaxMemoryMb => ManagedInstances is null ? LambdaLimits.MaxMemoryMb : LambdaLimits.MaxManagedMemoryMb;

    // Both are of versions that are published.
    internal bool CallsVersions => SnapStart || ManagedInstances is not null;

    internal void Check(PropsCheck check, string path)
    {
        ManagedInstances?.Check(check, $"{path}.{nameof(ManagedInstances)}");
        CheckName(check, $"{path}.{nameof(Name)}");
        CheckNetwork(check, path);
        check.Require(
            Layers.Count <= LambdaLimits.MaxLayers, $"{path}.{nameof(Layers)}", $"{Layers.Count} layers", $"at most {LambdaLimits.MaxLayers}");
        if (ReservedConcurrency is { } reserved)
            check.Whole($"{path}.{nameof(ReservedConcurrency)}", reserved, 0, int.MaxValue);
        if (EphemeralStorageMiB is { } size)
            check.Whole(
                $"{path}.{nameof(EphemeralStorageMiB)}", size, LambdaLimits.MinEphemeralStorageMiB,
                SnapStart ? LambdaLimits.MinEphemeralStorageMiB : LambdaLimits.MaxEphemeralStorageMiB);
    }

    private void CheckName(PropsCheck check, string property) => check.Require(
        Name is null || PropsCheck.IsToken(Name)
            || (Name.Length is > 0 and <= LambdaLimits.MaxNameLength && Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')),
        property, $"'{Name}'", $"1 to {LambdaLimits.MaxNameLength} of a-z A-Z 0-9 _ -");

    private void CheckNetwork(PropsCheck check, string path)
    {
        const string needsVpc = "none, since Vpc is not given";
        check.Require(Vpc is not null || Subnets is null, $"{path}.{nameof(Subnets)}", "given", needsVpc);
        check.Require(
            Vpc is not null || SecurityGroups.Count == 0, $"{path}.{nameof(SecurityGroups)}", $"{SecurityGroups.Count} security groups", needsVpc);
        check.Require(
            SecurityGroups.Count <= LambdaLimits.MaxSecurityGroups, $"{path}.{nameof(SecurityGroups)}", $"{SecurityGroups.Count} security groups",
            $"at most {LambdaLimits.MaxSecurityGroups}");
        if (Vpc is null)
            return;
        var chosen = VpcSubnets.Of(Vpc, Subnets);
        check.Require(
            chosen is not [], $"{path}.{nameof(Subnets)}",
            Subnets is null ? "not given, and the VPC has no private subnet with a way out" : "a choice of none", "at least one private subnet");
        var open = Vpc.PublicSubnets.Select(subnet => subnet.SubnetId).Intersect(chosen).ToArray();
        check.Require(
            open is [], $"{path}.{nameof(Subnets)}", string.Join(", ", open),
            "private subnets, since a function in a public one has no public address and no way out");
    }
}
