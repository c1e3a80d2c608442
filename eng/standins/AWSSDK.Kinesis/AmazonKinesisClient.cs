using Amazon.Kinesis.Internal;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.Runtime.Internal;
using Shardwise.Standins;

namespace Amazon.Kinesis;

public partial class AmazonKinesisClient : AmazonServiceClient, IAmazonKinesis
{
    public AmazonKinesisClient() : base(new AmazonKinesisConfig())
    {
    }

    public AmazonKinesisClient(RegionEndpoint region) : base(new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    public AmazonKinesisClient(AmazonKinesisConfig config) : base(config)
    {
    }

    public AmazonKinesisClient(AWSCredentials credentials) : this(credentials, new AmazonKinesisConfig())
    {
    }

    public AmazonKinesisClient(
        AWSCredentials credentials, RegionEndpoint region) : this(credentials, new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    public AmazonKinesisClient(AWSCredentials credentials, AmazonKinesisConfig clientConfig) : base(credentials, clientConfig)
    {
    }

    public AmazonKinesisClient(
        string awsAccessKeyId, string awsSecretAccessKey) : this(awsAccessKeyId, awsSecretAccessKey, new AmazonKinesisConfig())
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, AmazonKinesisConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, clientConfig)
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonKinesisConfig())
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, RegionEndpoint region)
        : this(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, new AmazonKinesisConfig { RegionEndpoint = region })
    {
    }

    public AmazonKinesisClient(string awsAccessKeyId, string awsSecretAccessKey, string awsSessionToken, AmazonKinesisConfig clientConfig)
        : base(awsAccessKeyId, awsSecretAccessKey, awsSessionToken, clientConfig)
    {
    }

    protected override IServiceMetadata ServiceMetadata { get; } = new ServiceMetadata(AmazonKinesisConfig.ServiceId);

    public virtual Task<AddTagsToStreamResponse> AddTagsToStreamAsync(
        AddTagsToStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AddTagsToStreamResponse>(request, KinesisOperations.AddTagsToStream, cancellationToken);

    public virtual Task<CreateStreamResponse> CreateStreamAsync(
        CreateStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CreateStreamResponse>(request, KinesisOperations.CreateStream, cancellationToken);

    public virtual Task<DeleteStreamResponse> DeleteStreamAsync(
        DeleteStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteStreamResponse>(request, KinesisOperations.DeleteStream, cancellationToken);

    public virtual Task<DescribeAccountSettingsResponse> DescribeAccountSettingsAsync(
        DescribeAccountSettingsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeAccountSettingsResponse>(request, KinesisOperations.DescribeAccountSettings, cancellationToken);

    public virtual Task<DescribeLimitsResponse> DescribeLimitsAsync(
        DescribeLimitsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeLimitsResponse>(request, KinesisOperations.DescribeLimits, cancellationToken);

    public virtual Task<DescribeStreamResponse> DescribeStreamAsync(
        DescribeStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStreamResponse>(request, KinesisOperations.DescribeStream, cancellationToken);

    public virtual Task<DescribeStreamConsumerResponse> DescribeStreamConsumerAsync(
        DescribeStreamConsumerRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStreamConsumerResponse>(request, KinesisOperations.DescribeStreamConsumer, cancellationToken);

    public virtual Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(
        DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStreamSummaryResponse>(request, KinesisOperations.DescribeStreamSummary, cancellationToken);

    public virtual Task<DisableEnhancedMonitoringResponse> DisableEnhancedMonitoringAsync(
        DisableEnhancedMonitoringRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DisableEnhancedMonitoringResponse>(request, KinesisOperations.DisableEnhancedMonitoring, cancellationToken);

    public virtual Task<EnableEnhancedMonitoringResponse> EnableEnhancedMonitoringAsync(
        EnableEnhancedMonitoringRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<EnableEnhancedMonitoringResponse>(request, KinesisOperations.EnableEnhancedMonitoring, cancellationToken);

    public virtual Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetRecordsResponse>(request, KinesisOperations.GetRecords, cancellationToken);

    public virtual Task<GetShardIteratorResponse> GetShardIteratorAsync(
        GetShardIteratorRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetShardIteratorResponse>(request, KinesisOperations.GetShardIterator, cancellationToken);

    public virtual Task<IncreaseStreamRetentionPeriodResponse> IncreaseStreamRetentionPeriodAsync(
        IncreaseStreamRetentionPeriodRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<IncreaseStreamRetentionPeriodResponse>(request, KinesisOperations.IncreaseStreamRetentionPeriod, cancellationToken);

    public virtual Task<IncreaseStreamRetentionPeriodResponse> IncreaseStreamRetentionPeriodAsync(
        string streamName, int? retentionPeriodHours, CancellationToken cancellationToken = default) =>
        IncreaseStreamRetentionPeriodAsync(
            new IncreaseStreamRetentionPeriodRequest { StreamName = streamName, RetentionPeriodHours = retentionPeriodHours },
            cancellationToken);

    public virtual Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListShardsResponse>(request, KinesisOperations.ListShards, cancellationToken);

    public virtual Task<ListStreamConsumersResponse> ListStreamConsumersAsync(
        ListStreamConsumersRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListStreamConsumersResponse>(request, KinesisOperations.ListStreamConsumers, cancellationToken);

    public virtual Task<ListStreamsResponse> ListStreamsAsync(ListStreamsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListStreamsResponse>(request, KinesisOperations.ListStreams, cancellationToken);

    public virtual Task<ListStreamsResponse> ListStreamsAsync(CancellationToken cancellationToken = default) =>
        ListStreamsAsync(new ListStreamsRequest(), cancellationToken);

    public virtual Task<ListTagsForStreamResponse> ListTagsForStreamAsync(
        ListTagsForStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListTagsForStreamResponse>(request, KinesisOperations.ListTagsForStream, cancellationToken);

    public virtual Task<MergeShardsResponse> MergeShardsAsync(MergeShardsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<MergeShardsResponse>(request, KinesisOperations.MergeShards, cancellationToken);

    public virtual Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutRecordResponse>(request, KinesisOperations.PutRecord, cancellationToken);

    public virtual Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutRecordsResponse>(request, KinesisOperations.PutRecords, cancellationToken);

    public virtual Task<RemoveTagsFromStreamResponse> RemoveTagsFromStreamAsync(
        RemoveTagsFromStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<RemoveTagsFromStreamResponse>(request, KinesisOperations.RemoveTagsFromStream, cancellationToken);

    public virtual Task<SplitShardResponse> SplitShardAsync(SplitShardRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<SplitShardResponse>(request, KinesisOperations.SplitShard, cancellationToken);

    public virtual Task<UpdateAccountSettingsResponse> UpdateAccountSettingsAsync(
        UpdateAccountSettingsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UpdateAccountSettingsResponse>(request, KinesisOperations.UpdateAccountSettings, cancellationToken);

    public virtual Task<UpdateShardCountResponse> UpdateShardCountAsync(
        UpdateShardCountRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UpdateShardCountResponse>(request, KinesisOperations.UpdateShardCount, cancellationToken);

    public virtual Task<UpdateStreamModeResponse> UpdateStreamModeAsync(
        UpdateStreamModeRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UpdateStreamModeResponse>(request, KinesisOperations.UpdateStreamMode, cancellationToken);

    public virtual Task<UpdateStreamWarmThroughputResponse> UpdateStreamWarmThroughputAsync(
        UpdateStreamWarmThroughputRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UpdateStreamWarmThroughputResponse>(request, KinesisOperations.UpdateStreamWarmThroughput, cancellationToken);

    public Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request) =>
        Config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(request));

    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        pipeline.RemoveHandler<EndpointResolver>();
        pipeline.AddHandlerAfter<Marshaller>(new KinesisEndpointResolver());
        pipeline.AddHandlerAfter<Marshaller>(new SigV4AuthHandler());
    }

    protected override void Dispose(bool disposing) => base.Dispose(disposing);
}
