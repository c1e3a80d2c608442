using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Shardwise.Standins;

namespace Amazon.Kinesis.Internal;

/// <summary>Each operation with the errors its service model declares; any other error is a plain AmazonKinesisException.</summary>
internal static class KinesisOperations
{
    private static readonly JsonProtocol Protocol = new(
        "Amazon.Kinesis", "application/x-amz-json-1.1", "Kinesis_20131202", "2013-12-02", typeof(AmazonKinesisException));

    private static readonly ModelledError ResourceNotFound = new("ResourceNotFoundException", typeof(ResourceNotFoundException));
    private static readonly ModelledError ResourceInUse = new("ResourceInUseException", typeof(ResourceInUseException));
    private static readonly ModelledError InvalidArgument = new("InvalidArgumentException", typeof(InvalidArgumentException));
    private static readonly ModelledError LimitExceeded = new("LimitExceededException", typeof(LimitExceededException));
    private static readonly ModelledError AccessDenied = new("AccessDeniedException", typeof(AccessDeniedException));
    private static readonly ModelledError Validation = new("ValidationException", typeof(ValidationException));
    private static readonly ModelledError ThroughputExceeded = new(
        "ProvisionedThroughputExceededException", typeof(ProvisionedThroughputExceededException));
    private static readonly ModelledError ExpiredNextToken = new("ExpiredNextTokenException", typeof(ExpiredNextTokenException));
    private static readonly ModelledError ExpiredIterator = new("ExpiredIteratorException", typeof(ExpiredIteratorException));
    private static readonly ModelledError InternalFailure = new("InternalFailureException", typeof(InternalFailureException));

    private static readonly ModelledError[] Kms =
    [
        new("KMSAccessDeniedException", typeof(KMSAccessDeniedException)),
        new("KMSDisabledException", typeof(KMSDisabledException)),
        new("KMSInvalidStateException", typeof(KMSInvalidStateException)),
        new("KMSNotFoundException", typeof(KMSNotFoundException)),
        new("KMSOptInRequired", typeof(KMSOptInRequiredException)),
        new("KMSThrottlingException", typeof(KMSThrottlingException)),
    ];

    public static readonly InvokeOptions AddTagsToStream = Operation<AddTagsToStreamRequest, AddTagsToStreamResponse>(
        [ResourceNotFound, ResourceInUse, InvalidArgument, LimitExceeded, AccessDenied]);

    public static readonly InvokeOptions CreateStream = Operation<CreateStreamRequest, CreateStreamResponse>(
        [ResourceInUse, LimitExceeded, InvalidArgument, Validation]);

    public static readonly InvokeOptions DeleteStream = Operation<DeleteStreamRequest, DeleteStreamResponse>(
        [ResourceNotFound, LimitExceeded, ResourceInUse, InvalidArgument, AccessDenied]);

    public static readonly InvokeOptions DescribeAccountSettings =
        Operation<DescribeAccountSettingsRequest, DescribeAccountSettingsResponse>([LimitExceeded]);

    public static readonly InvokeOptions DescribeLimits = Operation<DescribeLimitsRequest, DescribeLimitsResponse>(
        [LimitExceeded]);

    public static readonly InvokeOptions DescribeStream = Operation<DescribeStreamRequest, DescribeStreamResponse>(
        [ResourceNotFound, LimitExceeded, InvalidArgument, AccessDenied]);

    public static readonly InvokeOptions DescribeStreamConsumer =
        Operation<DescribeStreamConsumerRequest, DescribeStreamConsumerResponse>(
            [LimitExceeded, ResourceNotFound, InvalidArgument]);

    public static readonly InvokeOptions DescribeStreamSummary =
        Operation<DescribeStreamSummaryRequest, DescribeStreamSummaryResponse>(
            [ResourceNotFound, LimitExceeded, InvalidArgument, AccessDenied]);

    public static readonly InvokeOptions DisableEnhancedMonitoring =
        Operation<DisableEnhancedMonitoringRequest, DisableEnhancedMonitoringResponse>(
            [InvalidArgument, LimitExceeded, ResourceInUse, ResourceNotFound, AccessDenied]);

    public static readonly InvokeOptions EnableEnhancedMonitoring =
        Operation<EnableEnhancedMonitoringRequest, EnableEnhancedMonitoringResponse>(
            [InvalidArgument, LimitExceeded, ResourceInUse, ResourceNotFound, AccessDenied]);

    public static readonly InvokeOptions GetRecords = Operation<GetRecordsRequest, GetRecordsResponse>(
        [ResourceNotFound, InvalidArgument, ThroughputExceeded, ExpiredIterator, .. Kms, AccessDenied, InternalFailure]);

    public static readonly InvokeOptions GetShardIterator = Operation<GetShardIteratorRequest, GetShardIteratorResponse>(
        [ResourceNotFound, InvalidArgument, ThroughputExceeded, AccessDenied, InternalFailure]);

    public static readonly InvokeOptions IncreaseStreamRetentionPeriod =
        Operation<IncreaseStreamRetentionPeriodRequest, IncreaseStreamRetentionPeriodResponse>(
            [ResourceInUse, ResourceNotFound, LimitExceeded, InvalidArgument, AccessDenied]);

    public static readonly InvokeOptions ListShards = Operation<ListShardsRequest, ListShardsResponse>(
        [ResourceNotFound, InvalidArgument, LimitExceeded, ExpiredNextToken, ResourceInUse, AccessDenied]);

    public static readonly InvokeOptions ListStreamConsumers = Operation<ListStreamConsumersRequest, ListStreamConsumersResponse>(
        [ResourceNotFound, InvalidArgument, LimitExceeded, ExpiredNextToken, ResourceInUse]);

    public static readonly InvokeOptions ListStreams = Operation<ListStreamsRequest, ListStreamsResponse>(
        [LimitExceeded, ExpiredNextToken, InvalidArgument]);

    public static readonly InvokeOptions ListTagsForStream = Operation<ListTagsForStreamRequest, ListTagsForStreamResponse>(
        [ResourceNotFound, InvalidArgument, LimitExceeded, AccessDenied]);

    public static readonly InvokeOptions MergeShards = Operation<MergeShardsRequest, MergeShardsResponse>(
        [ResourceNotFound, ResourceInUse, InvalidArgument, LimitExceeded, Validation, AccessDenied]);

    public static readonly InvokeOptions PutRecord = Operation<PutRecordRequest, PutRecordResponse>(
        [ResourceNotFound, InvalidArgument, ThroughputExceeded, .. Kms, AccessDenied, InternalFailure]);

    public static readonly InvokeOptions PutRecords = Operation<PutRecordsRequest, PutRecordsResponse>(
        [ResourceNotFound, InvalidArgument, ThroughputExceeded, .. Kms, AccessDenied, InternalFailure]);

    public static readonly InvokeOptions RemoveTagsFromStream = Operation<RemoveTagsFromStreamRequest, RemoveTagsFromStreamResponse>(
        [ResourceNotFound, ResourceInUse, InvalidArgument, LimitExceeded, AccessDenied]);

    public static readonly InvokeOptions SplitShard = Operation<SplitShardRequest, SplitShardResponse>(
        [ResourceNotFound, ResourceInUse, InvalidArgument, LimitExceeded, Validation, AccessDenied]);

    public static readonly InvokeOptions UpdateAccountSettings =
        Operation<UpdateAccountSettingsRequest, UpdateAccountSettingsResponse>([InvalidArgument, LimitExceeded, Validation]);

    public static readonly InvokeOptions UpdateShardCount = Operation<UpdateShardCountRequest, UpdateShardCountResponse>(
        [InvalidArgument, LimitExceeded, ResourceInUse, ResourceNotFound, Validation, AccessDenied]);

    public static readonly InvokeOptions UpdateStreamMode = Operation<UpdateStreamModeRequest, UpdateStreamModeResponse>(
        [InvalidArgument, LimitExceeded, ResourceInUse, ResourceNotFound, Validation]);

    public static readonly InvokeOptions UpdateStreamWarmThroughput =
        Operation<UpdateStreamWarmThroughputRequest, UpdateStreamWarmThroughputResponse>(
            [AccessDenied, InvalidArgument, LimitExceeded, ResourceInUse, ResourceNotFound, Validation]);

    private static InvokeOptions Operation<TRequest, TResponse>(ModelledError[] errors)
        where TRequest : AmazonKinesisRequest
        where TResponse : AmazonWebServiceResponse, new() =>
        Protocol.Operation<TRequest, TResponse>(errors);
}
