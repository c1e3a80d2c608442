using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Delivery;

/// <summary>What a <see cref="TransformFunction"/> is made of.</summary>
public sealed record TransformFunctionProps
{
    /// <summary>The folder of the published function, as <c>dotnet publish</c> leaves it.</summary>
    /// <value>It holds the handler's assembly and its <c>.runtimeconfig.json</c>.</value>
    public required string AssetDirectory { get; init; }

    /// <summary>The function's entry, which takes a <c>KinesisFirehoseEvent</c> and answers a <c>KinesisFirehoseResponse</c>.</summary>
    /// <value><c>Assembly::Namespace.Type::Method</c>, at most 128 characters.</value>
    public required string Handler { get; init; }

    /// <summary>The processor that the function runs on.</summary>
    /// <value>
    /// The default is <see cref="FunctionArchitecture.Arm64"/>. A function published for one (<c>dotnet publish -r linux-x64</c>) must be given that
    /// one; published without it runs on both.
    /// </value>
    public FunctionArchitecture Architecture { get; init; } = ConstructDefaults.Current.TransformArchitecture;

    /// <summary>The function's environment variables.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Where and how the function runs: name, role, VPC, layers, concurrency, tracing and the like.</summary>
    /// <value>The default is a role of its own, outside of any VPC, traced.</value>
    public FunctionSettings Function { get; init; } = new();

    /// <summary>The function's memory in MB; its share of the processor grows with it.</summary>
    /// <value>128 to 10,240. The default is 512.</value>
    public double MemoryMb { get; init; } = ConstructDefaults.Current.TransformMemoryMb;

    /// <summary>How long one call may take.</summary>
    /// <value>Whole seconds, 1 s to 300 s: Firehose waits no longer. The default is 60 s.</value>
    /// <remarks>A number that is known only when the stack is deployed is set on the function's own resource: <c>CfnFunction.Timeout</c>.</remarks>
    public TimeSpan Timeout { get; init; } = ConstructDefaults.Current.TransformTimeout;

    /// <summary>How long the function's log is kept.</summary>
    /// <value>The default is one month.</value>
    public RetentionDays LogRetention { get; init; } = ConstructDefaults.Current.TransformLogRetention;

    // Returns the id, so that a constructor can call it before its base: no construct is made of invalid properties.
    internal string Validate(string id)
    {
        var check = new PropsCheck($"TransformFunction '{id}' has invalid properties");
        DotNetFunctions.CheckHandler(check, nameof(Handler), Handler);
        FunctionFolder.Check(check, nameof(AssetDirectory), AssetDirectory, Handler, Architecture);
        Function.Check(check, nameof(Function));
        check.Whole(nameof(MemoryMb), MemoryMb, LambdaLimits.MinMemoryMb, Function.MaxMemoryMb);
        check.Duration(
            nameof(Timeout), Timeout, LambdaLimits.MinTimeout, FirehoseLimits.MaxTransformTimeout, DurationUnit.Seconds, ", what Firehose waits");
        check.ThrowIfAny();
        return id;
    }
}
