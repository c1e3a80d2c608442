using Amazon;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Shardwise.AwsPackages.Tests.Http;

namespace Shardwise.AwsPackages.Tests.Kinesis;

public class EndpointTests
{
    private const string StreamArn = "arn:aws:kinesis:eu-central-1:123456789012:stream/clicks";

    [Fact]
    public async Task A_request_without_an_ARN_goes_to_the_service_in_the_region()
    {
        var uri = await SentToAsync(new PutRecordsRequest { StreamName = "clicks" });

        Assert.Equal("https://kinesis.eu-central-1.amazonaws.com/", uri);
    }

    [Fact]
    public async Task A_data_request_with_an_ARN_goes_to_the_data_endpoint_of_the_account()
    {
        var uri = await SentToAsync(new PutRecordsRequest { StreamARN = StreamArn });

        Assert.Equal("https://123456789012.data-kinesis.eu-central-1.amazonaws.com/", uri);
    }

    [Fact]
    public async Task A_control_request_with_an_ARN_goes_to_the_control_endpoint_of_the_account()
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.Kinesis(service);

        await client.DescribeStreamSummaryAsync(new DescribeStreamSummaryRequest { StreamARN = StreamArn });

        Assert.Equal("https://123456789012.control-kinesis.eu-central-1.amazonaws.com/", service.Request.Uri.AbsoluteUri);
    }

    [Fact]
    public async Task A_consumer_ARN_names_the_account_too()
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.Kinesis(service);

        await client.DescribeStreamConsumerAsync(
            new DescribeStreamConsumerRequest { ConsumerARN = $"{StreamArn}/consumer/fan-out:1700000000" });

        Assert.Equal("https://123456789012.control-kinesis.eu-central-1.amazonaws.com/", service.Request.Uri.AbsoluteUri);
    }

    [Fact]
    public async Task A_configured_endpoint_is_used_whatever_the_request_names()
    {
        var uri = await SentToAsync(
            new PutRecordsRequest { StreamARN = StreamArn },
            c =>
            {
                c.ServiceURL = "http://127.0.0.1:4567";
                c.AuthenticationRegion = "eu-central-1";
            });

        Assert.Equal("http://127.0.0.1:4567/", uri);
    }

    [Fact]
    public async Task China_has_its_own_domain()
    {
        var uri = await SentToAsync(new PutRecordsRequest(), c => c.RegionEndpoint = RegionEndpoint.CNNorth1);

        Assert.Equal("https://kinesis.cn-north-1.amazonaws.com.cn/", uri);
    }

    [Fact]
    public async Task FIPS_and_dual_stack_endpoints_are_chosen_by_the_configuration()
    {
        Assert.Equal(
            "https://kinesis-fips.us-east-1.amazonaws.com/",
            await SentToAsync(new PutRecordsRequest(), c => (c.RegionEndpoint, c.UseFIPSEndpoint) = (RegionEndpoint.USEast1, true)));
        Assert.Equal(
            "https://kinesis.us-east-1.api.aws/",
            await SentToAsync(new PutRecordsRequest(), c => (c.RegionEndpoint, c.UseDualstackEndpoint) = (RegionEndpoint.USEast1, true)));
    }

    [Fact]
    public void The_endpoint_of_a_request_can_be_asked_for_without_sending_it()
    {
        using var client = Clients.Kinesis(new FakeService());

        var endpoint = client.DetermineServiceOperationEndpoint(new GetRecordsRequest { StreamARN = StreamArn });

        Assert.Equal("https://123456789012.data-kinesis.eu-central-1.amazonaws.com", endpoint.URL.TrimEnd('/'));
    }

    private static async Task<string> SentToAsync(PutRecordsRequest request, Action<AmazonKinesisConfig>? configure = null)
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.Kinesis(service, configure);
        await client.PutRecordsAsync(request);
        return service.Request.Uri.AbsoluteUri;
    }
}
