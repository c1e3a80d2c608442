using Amazon;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Kinesis;
using Shardwise.AwsPackages.Tests.Http;

namespace Shardwise.AwsPackages.Tests;

/// <summary>A Lambda function and the local run configure the clients by environment alone.</summary>
[Collection(nameof(EnvironmentTests))]
[CollectionDefinition(nameof(EnvironmentTests), DisableParallelization = true)]
public sealed class EnvironmentTests : IDisposable
{
    private readonly Dictionary<string, string?> _before = [];

    [Fact]
    public async Task Endpoint_region_and_credentials_come_from_the_environment()
    {
        Set("AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:4567");
        Set("AWS_REGION", "eu-west-1");
        Set("AWS_ACCESS_KEY_ID", "AKIDFROMENVIRONMENT");
        Set("AWS_SECRET_ACCESS_KEY", "secret");
        Set("AWS_SESSION_TOKEN", null);
        var service = new FakeService(Answer.Ok("{}"));
        using var client = new AmazonKinesisClient(new AmazonKinesisConfig { HttpClientFactory = service });

        await client.ListStreamsAsync();

        Assert.Equal("http://127.0.0.1:4567/", service.Request.Uri.AbsoluteUri);
        Assert.Equal(
            SigV4.Authorization(service.Request, "AKIDFROMENVIRONMENT", "secret", "eu-west-1", "kinesis"),
            service.Request.Headers["Authorization"]);
    }

    [Fact]
    public async Task CloudWatch_has_an_endpoint_of_its_own()
    {
        Set("AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:4567");
        Set("AWS_ENDPOINT_URL_CLOUDWATCH", "http://127.0.0.1:4568");
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.CloudWatch(service);

        await Record.ExceptionAsync(() => client.GetMetricDataAsync(new GetMetricDataRequest()));

        Assert.Equal("http://127.0.0.1:4568", service.Request.Uri.GetLeftPart(UriPartial.Authority));
    }

    [Fact]
    public void The_environments_endpoint_can_be_ignored()
    {
        Set("AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:4567");
        var config = new AmazonKinesisConfig { RegionEndpoint = RegionEndpoint.EUWest1, IgnoreConfiguredEndpointUrls = true };

        Assert.Null(config.ServiceURL);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    private void Set(string name, string? value)
    {
        _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
        Environment.SetEnvironmentVariable(name, value);
    }
}
