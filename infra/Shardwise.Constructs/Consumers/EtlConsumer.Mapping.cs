using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Access;
using Shardwise.Constructs.Compatibility;
using Shardwise.Constructs.Functions;
using FanOutConsumer = Shardwise.Constructs.Streams.FanOutConsumer;

namespace Shardwise.Constructs.Consumers;

/// <content>What hands the stream's batches to the function.</content>
public sealed partial class EtlConsumer
{
    private CfnEventSourceMapping MakeMapping(EtlConsumerProps props)
    {
        var called = FunctionFactory.Called(this, Function, props.Function);
        var mapping = new CfnEventSourceMapping(this, "Mapping", new CfnEventSourceMappingProps
        {
            StartingPosition = props.StartingPosition.ToString(),
            StartingPositionTimestamp = props.StartingTime?.ToUnixTimeSeconds(),
            BatchSize = props.BatchSize,
            MaximumBatchingWindowInSeconds = props.BatchingWindow.TotalSeconds,
            ParallelizationFactor = props.ParallelizationFactor,
            TumblingWindowInSeconds = props.TumblingWindow?.TotalSeconds,
            MaximumRetryAttempts = props.RetryAttempts,
            MaximumRecordAgeInSeconds = props.MaxRecordAge.TotalSeconds,
            BisectBatchOnFunctionError = true,
            FunctionResponseTypes = ["ReportBatchItemFailures"],
            // Lambda's own default is true.
            Enabled = props.Enabled ? null : false,
            FilterCriteria = Filters(props),
            KmsKeyArn = props.FilterKey?.KeyArn,
            DestinationConfig = new CfnEventSourceMapping.DestinationConfigProperty
            {
                OnFailure = new CfnEventSourceMapping.OnFailureProperty { Destination = props.OnFailure?.Arn ?? FailureQueue!.QueueArn },
            },
        }
        .With(nameof(CfnEventSourceMappingProps.FunctionName), called == Function ? Function.FunctionName : called.FunctionArn)
        .With(
            nameof(CfnEventSourceMappingProps.EventSourceArn),
            FanOutConsumer?.AttrConsumerArn ?? props.FanOutConsumer?.ConsumerArn ?? props.Stream.StreamArn));
        // Amazon.CDK.Lib 2.160.0 is older than this.
        if (props.EventCountMetrics || props.OnFailure is not null)
            mapping.AddPropertyOverride("MetricsConfig", new Dictionary<string, object> { ["Metrics"] = new[] { "EventCount" } });
        if (props.FilterKey is { } key)
            KeyPolicy.Add(this, key, LambdaDecrypts(), $"Lambda reads the filters of EtlConsumer '{Node.Id}'");
        // A reference alone does not wait until the consumer is ACTIVE, and Lambda takes no other.
        if ((FanOutConsumer ?? (props.FanOutConsumer as FanOutConsumer)?.Resource) is { } consumer)
            mapping.Node.AddDependency(consumer);
        return mapping;
    }

    // "Filter criteria encryption" in the Lambda developer guide: the service itself, not the function's role.
    private static PolicyStatement LambdaDecrypts() => new(new PolicyStatementProps
    {
        Principals = [new ServicePrincipal("lambda.amazonaws.com")],
        Actions = ["kms:Decrypt"],
    });

    private static CfnEventSourceMapping.FilterCriteriaProperty? Filters(EtlConsumerProps props) => props.Patterns is [] ? null : new()
    {
        Filters = props.Patterns.Select(pattern => new CfnEventSourceMapping.FilterProperty { Pattern = pattern }).ToArray<object>(),
    };
}
