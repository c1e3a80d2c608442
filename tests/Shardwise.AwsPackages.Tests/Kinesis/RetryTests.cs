using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.AwsPackages.Tests.Http;

namespace Shardwise.AwsPackages.Tests.Kinesis;

public class RetryTests
{
    [Theory]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "LimitExceededException")]
    [InlineData(400, "ProvisionedThroughputExceededException")]
    [InlineData(500, "InternalFailure")]
    [InlineData(500, "InternalFailureException")]
    [InlineData(502, "BadGateway")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(504, "GatewayTimeout")]
    public async Task Throttling_and_server_errors_are_tried_three_times_by_default(int status, string code)
    {
        var service = new FakeService(Answer.Error(code, status: status));
        using var client = Clients.Kinesis(service);

        await Assert.ThrowsAnyAsync<AmazonKinesisException>(() => client.PutRecordsAsync(new PutRecordsRequest()));

        Assert.Equal(3, service.Requests.Count);
    }

    [Theory]
    [InlineData(400, "ResourceInUseException")]
    [InlineData(400, "ResourceNotFoundException")]
    [InlineData(400, "ValidationException")]
    [InlineData(400, "KMSThrottlingException")]
    [InlineData(501, "NotImplemented")]
    public async Task Other_errors_are_final(int status, string code)
    {
        var service = new FakeService(Answer.Error(code, status: status));
        using var client = Clients.Kinesis(service);

        await Assert.ThrowsAnyAsync<AmazonKinesisException>(() => client.PutRecordsAsync(new PutRecordsRequest()));

        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(4, 5)]
    public async Task MaxErrorRetry_bounds_the_retries(int maxErrorRetry, int attempts)
    {
        var service = new FakeService(Answer.Error("InternalFailure", status: 500));
        using var client = Clients.Kinesis(service, c => c.MaxErrorRetry = maxErrorRetry);

        await Assert.ThrowsAnyAsync<AmazonKinesisException>(() => client.ListStreamsAsync());

        Assert.Equal(attempts, service.Requests.Count);
    }

    [Fact]
    public async Task A_retry_sends_the_same_bytes_and_its_success_is_the_result()
    {
        var service = new FakeService(
            Answer.Error("ProvisionedThroughputExceededException"), Answer.Ok("""{"SequenceNumber":"7","ShardId":"shardId-000000000000"}"""));
        using var client = Clients.Kinesis(service);

        var response = await client.PutRecordAsync(
            new PutRecordRequest { StreamName = "clicks", PartitionKey = "a", Data = new MemoryStream([1, 2, 3]) });

        Assert.Equal("7", response.SequenceNumber);
        Assert.Equal(2, service.Requests.Count);
        Assert.Equal(service.Requests[0].Body, service.Requests[1].Body);
    }

    [Fact]
    public async Task A_cancelled_call_is_not_sent()
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.Kinesis(service);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.ListStreamsAsync(new CancellationToken(canceled: true)));
    }
}
