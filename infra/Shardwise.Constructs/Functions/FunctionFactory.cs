using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using Shardwise.Constructs.Compatibility;

namespace Shardwise.Constructs.Functions;

/// <summary>Makes a function of what its construct and its user say of it.</summary>
internal static class FunctionFactory
{
    private const string NoResourceLevel =
        "The EC2 actions for a function's network interfaces have no resource-level permissions that hold before they are made.";

    public static Function Make(Construct scope, FunctionPlan plan, FunctionSettings settings, FunctionAccess access)
    {
        // Lambda checks for these when the function is made ("Required IAM permissions" in "Giving Lambda functions access to resources in a VPC").
        if (settings.Vpc is not null)
            access.AllowOnAll(
                NoResourceLevel,
                "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSubnets", "ec2:UnassignPrivateIpAddresses");
        if (settings.EnvironmentKey is { } key)
            access.AllowKey(key, "kms:Decrypt");
        var function = new Function(scope, "Function", new FunctionProps
        {
            Description = plan.Description,
            Runtime = DotNetFunctions.Runtime,
            Architecture = FunctionProcessor.Of(plan.Architecture),
            Handler = plan.Handler,
            Code = plan.Code,
            MemorySize = plan.MemoryMb,
            Timeout = Duration.Seconds(plan.Timeout.TotalSeconds),
            Role = access.Role,
            Environment = plan.Environment.ToDictionary(),
            FunctionName = settings.Name,
            // The CDK would write the permission into the role itself.
            Tracing = access.IsGiven ? null : settings.Tracing,
            Vpc = settings.Vpc,
            VpcSubnets = settings.Subnets,
            SecurityGroups = settings.SecurityGroups is [] ? null : [.. settings.SecurityGroups],
            Layers = settings.Layers is [] ? null : [.. settings.Layers],
            ReservedConcurrentExecutions = settings.ReservedConcurrency,
            EphemeralStorageSize = settings.EphemeralStorageMiB is { } size ? Size.Mebibytes(size) : null,
            LoggingFormat = settings.LogLevel is null && settings.SystemLogLevel is null ? null : LoggingFormat.JSON,
            ApplicationLogLevelV2 = settings.LogLevel,
            SystemLogLevelV2 = settings.SystemLogLevel,
        }
        .With(nameof(FunctionProps.LogGroup), plan.Logs)
        .With(nameof(FunctionProps.EnvironmentEncryption), settings.EnvironmentKey));
        var resource = (CfnFunction)function.Node.DefaultChild!;
        // Amazon.CDK.Lib 2.160.0 is older than SnapStart for this runtime, and says what has not been true since.
        if (settings.SnapStart)
            resource.AddPropertyOverride("SnapStart", new Dictionary<string, object> { ["ApplyOn"] = "PublishedVersions" });
        settings.ManagedInstances?.AddTo(resource);
        RuntimeCheck.Watch(function);
        if (access.IsGiven && settings.Tracing != Tracing.DISABLED)
            Trace(resource, settings.Tracing, access);
        access.Before(function);
        return function;
    }

    private static void Trace(CfnFunction function, Tracing tracing, FunctionAccess access)
    {
        access.Allow("*", "xray:PutTraceSegments", "xray:PutTelemetryRecords");
        function.TracingConfig = new CfnFunction.TracingConfigProperty
        {
            Mode = tracing == Tracing.ACTIVE ? "Active" : "PassThrough",
        };
    }

    /// <summary>What is to be called: the function, or with SnapStart or on Managed Instances the alias of its newest version.</summary>
    public static IFunction Called(Construct scope, Function function, FunctionSettings settings) =>
        settings.CallsVersions ? new Alias(scope, "Live", new AliasProps { AliasName = "live", Version = function.CurrentVersion }) : function;
}
