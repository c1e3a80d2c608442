using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Validation;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Delivery;

/// <summary>A .NET function for <see cref="LambdaTransform"/>: it may write its log and its traces, and nothing else.</summary>
public sealed class TransformFunction : Construct
{
    /// <summary>Makes the function, its role and its log.</summary>
    /// <param name="scope">Where it belongs.</param>
    /// <param name="id">Its id there.</param>
    /// <param name="props">What it is made of.</param>
    /// <exception cref="InvalidPropsException">
    /// A property is out of its range, or the published function is not where it should be. The message names all of it.
    /// </exception>
    public TransformFunction(Construct scope, string id, TransformFunctionProps props)
        : base(scope, props.Validate(id))
    {
        FunctionFolder.RefuseStandins(this, props.AssetDirectory);
        var logs = new LogGroup(this, "Logs", new LogGroupProps { Retention = props.LogRetention, RemovalPolicy = RemovalPolicy.DESTROY });
        var role = FunctionRole.Create(this, logs);
        Function = new Function(this, "Function", new FunctionProps
        {
            Description = "Transforms the records of a delivery stream (Shardwise).",
            Runtime = DotNetFunctions.Runtime,
            Architecture = FunctionProcessor.Of(props.Architecture),
            Handler = props.Handler,
            Code = Code.FromAsset(props.AssetDirectory),
            MemorySize = props.MemoryMb,
            Timeout = Duration.Seconds(props.Timeout.TotalSeconds),
            Role = role,
            Tracing = Tracing.ACTIVE,
            Environment = props.Environment.ToDictionary(),
        }.With(nameof(FunctionProps.LogGroup), logs));
        DotNetFunctions.Justify(
            Function, ("Serverless-LambdaDLQ", "Firehose calls it, waits for its answer and sets aside what fails; no call is asynchronous."));
        FunctionRole.JustifyWildcard(
            role, "The X-Ray write actions have no resource-level permissions; the other statement names the function's log.");
    }

    /// <summary>The function underneath.</summary>
    public Function Function { get; }
}
