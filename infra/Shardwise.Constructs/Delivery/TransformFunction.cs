using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Tagging;
using Shardwise.Constructs.Validation;
using LogGroupProps = Amazon.CDK.AWS.Logs.LogGroupProps;

namespace Shardwise.Constructs.Delivery;

/// <summary>A .NET function for <see cref="LambdaTransform"/>: it may write its log and its traces, and nothing else.</summary>
public sealed class TransformFunction : Construct, IGrantable
{
    private readonly FunctionAccess access;

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
        access = new FunctionAccess(this, logs, props.Function.Role);
        Function = FunctionFactory.Make(this, Plan(props, logs), props.Function, access);
        DotNetFunctions.Justify(
            Function, ("Serverless-LambdaDLQ", "Firehose calls it, waits for its answer and sets aside what fails; no call is asynchronous."));
        access.Justify(
            "The X-Ray write actions have no resource-level permissions; the other statement names the function's log.",
            traced: props.Function.Tracing != Tracing.DISABLED);
        ConstructTag.Add(this, nameof(TransformFunction));
    }

    /// <summary>The function underneath.</summary>
    public Function Function { get; }

    /// <summary>What the function runs as: <c>table.GrantReadData(transform)</c>.</summary>
    public IPrincipal GrantPrincipal => access.Role;

    private static FunctionPlan Plan(TransformFunctionProps props, LogGroup logs) => new()
    {
        Description = "Transforms the records of a delivery stream (Shardwise).",
        Handler = props.Handler,
        Code = Code.FromAsset(props.AssetDirectory),
        Architecture = props.Architecture,
        MemoryMb = props.MemoryMb,
        Timeout = props.Timeout,
        Environment = props.Environment,
        Logs = logs,
    };
}
