using System.Net;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.AwsPackages.Tests.Http;

namespace Shardwise.AwsPackages.Tests.Kinesis;

public class ErrorTests
{
    [Fact]
    public async Task A_limit_on_a_reshard_is_a_LimitExceededException_with_code_message_status_and_request_id()
    {
        using var client = Client(Answer.Error("LimitExceededException", "Ten a day."));

        var error = await Assert.ThrowsAsync<LimitExceededException>(() => client.UpdateShardCountAsync(new UpdateShardCountRequest()));

        Assert.Equal("Ten a day.", error.Message);
        Assert.Equal("LimitExceededException", error.ErrorCode);
        Assert.Equal(HttpStatusCode.BadRequest, error.StatusCode);
        Assert.Equal(Answer.RequestId, error.RequestId);
    }

    [Fact]
    public async Task A_stream_that_is_being_changed_is_a_ResourceInUseException()
    {
        using var client = Client(Answer.Error("ResourceInUseException"));

        await Assert.ThrowsAsync<ResourceInUseException>(() => client.UpdateShardCountAsync(new UpdateShardCountRequest()));
    }

    [Fact]
    public async Task A_write_beyond_the_shards_throughput_is_a_ProvisionedThroughputExceededException()
    {
        using var client = Client(Answer.Error("ProvisionedThroughputExceededException"));

        await Assert.ThrowsAsync<ProvisionedThroughputExceededException>(() => client.PutRecordAsync(new PutRecordRequest()));
    }

    [Theory]
    [InlineData("ResourceNotFoundException")]
    [InlineData("com.amazonaws.kinesis#ResourceNotFoundException")]
    [InlineData("ResourceNotFoundException:http://internal.amazon.com/coral/com.amazonaws.kinesis/")]
    public async Task An_error_code_is_known_with_its_namespace_and_its_address(string type)
    {
        using var client = Client(Answer.Error(type));

        var error = await Assert.ThrowsAsync<ResourceNotFoundException>(
            () => client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest()));

        Assert.Equal("ResourceNotFoundException", error.ErrorCode);
    }

    [Fact]
    public async Task An_error_code_is_known_from_the_header_when_the_body_has_none()
    {
        var answer = new Answer(HttpStatusCode.BadRequest, """{"message":"Gone."}""")
        {
            Headers = new Dictionary<string, string> { ["x-amzn-ErrorType"] = "ExpiredIteratorException:http://internal.amazon.com/" },
        };
        using var client = Client(answer);

        var error = await Assert.ThrowsAsync<ExpiredIteratorException>(() => client.GetRecordsAsync(new GetRecordsRequest()));

        Assert.Equal("Gone.", error.Message);
    }

    [Fact]
    public async Task The_message_is_read_under_its_capital_name_too()
    {
        using var client = Client(new Answer(HttpStatusCode.BadRequest, """{"__type":"InvalidArgumentException","Message":"Bad."}"""));

        var error = await Assert.ThrowsAsync<InvalidArgumentException>(() => client.PutRecordsAsync(new PutRecordsRequest()));

        Assert.Equal("Bad.", error.Message);
    }

    [Theory]
    [InlineData("ExpiredNextTokenException", typeof(ExpiredNextTokenException))]
    [InlineData("AccessDeniedException", typeof(AccessDeniedException))]
    [InlineData("ResourceInUseException", typeof(ResourceInUseException))]
    [InlineData("ValidationException", typeof(AmazonKinesisException))]
    [InlineData("UnrecognizedClientException", typeof(AmazonKinesisException))]
    public async Task An_error_that_an_operation_does_not_declare_is_a_plain_AmazonKinesisException(string code, Type type)
    {
        using var client = Client(Answer.Error(code));

        var error = await Assert.ThrowsAnyAsync<AmazonKinesisException>(() => client.ListShardsAsync(new ListShardsRequest()));

        Assert.IsType(type, error);
        Assert.Equal(code, error.ErrorCode);
    }

    [Fact]
    public async Task The_wire_code_without_the_suffix_is_a_KMSOptInRequiredException()
    {
        using var client = Client(Answer.Error("KMSOptInRequired"));

        await Assert.ThrowsAsync<KMSOptInRequiredException>(() => client.GetRecordsAsync(new GetRecordsRequest()));
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_an_AmazonKinesisException_with_its_status()
    {
        using var client = Client(new Answer(HttpStatusCode.NotImplemented, "<html>no</html>"));

        var error = await Assert.ThrowsAsync<AmazonKinesisException>(() => client.ListStreamsAsync());

        Assert.Equal(HttpStatusCode.NotImplemented, error.StatusCode);
    }

    private static AmazonKinesisClient Client(Answer answer) => Clients.Kinesis(new FakeService(answer), c => c.MaxErrorRetry = 0);
}
