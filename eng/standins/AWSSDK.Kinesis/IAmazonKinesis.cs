using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Amazon.Runtime.Endpoints;

namespace Amazon.Kinesis;

public partial interface IAmazonKinesis : IAmazonService, IDisposable
{
    Task<AddTagsToStreamResponse> AddTagsToStreamAsync(AddTagsToStreamRequest request, CancellationToken cancellationToken = default);

    Task<CreateStreamResponse> CreateStreamAsync(CreateStreamRequest request, CancellationToken cancellationToken = default);

    Task<DeleteStreamResponse> DeleteStreamAsync(DeleteStreamRequest request, CancellationToken cancellationToken = default);

    Task<DescribeAccountSettingsResponse> DescribeAccountSettingsAsync(
        DescribeAccountSettingsRequest request, CancellationToken cancellationToken = default);

    Task<DescribeLimitsResponse> DescribeLimitsAsync(DescribeLimitsRequest request, CancellationToken cancellationToken = default);

    Task<DescribeStreamResponse> DescribeStreamAsync(DescribeStreamRequest request, CancellationToken cancellationToken = default);

    Task<DescribeStreamConsumerResponse> DescribeStreamConsumerAsync(
        DescribeStreamConsumerRequest request, CancellationToken cancellationToken = default);

    Task<DescribeStreamSummaryResponse> DescribeStreamSummaryAsync(
        DescribeStreamSummaryRequest request, CancellationToken cancellationToken = default);

    Task<DisableEnhancedMonitoringResponse> DisableEnhancedMonitoringAsync(
        DisableEnhancedMonitoringRequest request, CancellationToken cancellationToken = default);

    Task<EnableEnhancedMonitoringResponse> EnableEnhancedMonitoringAsync(
        EnableEnhancedMonitoringRequest request, CancellationToken cancellationToken = default);

    Task<GetRecordsResponse> GetRecordsAsync(GetRecordsRequest request, CancellationToken cancellationToken = default);

    Task<GetShardIteratorResponse> GetShardIteratorAsync(GetShardIteratorRequest request, CancellationToken cancellationToken = default);

    Task<IncreaseStreamRetentionPeriodResponse> IncreaseStreamRetentionPeriodAsync(
        IncreaseStreamRetentionPeriodRequest request, CancellationToken cancellationToken = default);

    Task<IncreaseStreamRetentionPeriodResponse> IncreaseStreamRetentionPeriodAsync(
        string streamName, int? retentionPeriodHours, CancellationToken cancellationToken = default);

    Task<ListShardsResponse> ListShardsAsync(ListShardsRequest request, CancellationToken cancellationToken = default);

    Task<ListStreamConsumersResponse> ListStreamConsumersAsync(
        ListStreamConsumersRequest request, CancellationToken cancellationToken = default);

    Task<ListStreamsResponse> ListStreamsAsync(ListStreamsRequest request, CancellationToken cancellationToken = default);

    Task<ListStreamsResponse> ListStreamsAsync(CancellationToken cancellationToken = default);

    Task<ListTagsForStreamResponse> ListTagsForStreamAsync(ListTagsForStreamRequest request, CancellationToken cancellationToken = default);

    Task<MergeShardsResponse> MergeShardsAsync(MergeShardsRequest request, CancellationToken cancellationToken = default);

    Task<PutRecordResponse> PutRecordAsync(PutRecordRequest request, CancellationToken cancellationToken = default);

    Task<PutRecordsResponse> PutRecordsAsync(PutRecordsRequest request, CancellationToken cancellationToken = default);

    Task<RemoveTagsFromStreamResponse> RemoveTagsFromStreamAsync(
        RemoveTagsFromStreamRequest request, CancellationToken cancellationToken = default);

    Task<SplitShardResponse> SplitShardAsync(SplitShardRequest request, CancellationToken cancellationToken = default);

    Task<UpdateAccountSettingsResponse> UpdateAccountSettingsAsync(
        UpdateAccountSettingsRequest request, CancellationToken cancellationToken = default);

    Task<UpdateShardCountResponse> UpdateShardCountAsync(UpdateShardCountRequest request, CancellationToken cancellationToken = default);

    Task<UpdateStreamModeResponse> UpdateStreamModeAsync(UpdateStreamModeRequest request, CancellationToken cancellationToken = default);

    Task<UpdateStreamWarmThroughputResponse> UpdateStreamWarmThroughputAsync(
        UpdateStreamWarmThroughputRequest request, CancellationToken cancellationToken = default);

    Endpoint DetermineServiceOperationEndpoint(AmazonWebServiceRequest request);

    static ClientConfig IAmazonService.CreateDefaultClientConfig() => new AmazonKinesisConfig();

    static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) =>
        awsCredentials is null
            ? new AmazonKinesisClient((AmazonKinesisConfig)clientConfig)
            : new AmazonKinesisClient(awsCredentials, (AmazonKinesisConfig)clientConfig);
}
