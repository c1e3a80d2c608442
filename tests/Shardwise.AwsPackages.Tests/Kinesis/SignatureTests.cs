using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;
using Shardwise.AwsPackages.Tests.Http;

namespace Shardwise.AwsPackages.Tests.Kinesis;

public class SignatureTests
{
    [Fact]
    public async Task A_request_is_signed_with_signature_version_4_for_kinesis()
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.Kinesis(service);

        await client.PutRecordAsync(new PutRecordRequest { StreamName = "clicks", PartitionKey = "ä", Data = new MemoryStream([255, 254]) });

        Assert.Equal(
            SigV4.Authorization(service.Request, "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "eu-central-1", "kinesis"),
            service.Request.Headers["Authorization"]);
    }

    [Fact]
    public async Task The_signature_covers_the_operation_and_the_host()
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.Kinesis(service);

        await client.ListStreamsAsync();

        var signed = SigV4.Part(service.Request, "SignedHeaders").Split(';');
        Assert.Contains("host", signed);
        Assert.Contains("x-amz-date", signed);
        Assert.Contains("x-amz-target", signed);
    }

    [Fact]
    public async Task Temporary_credentials_send_their_token_under_the_signature()
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = new AmazonKinesisClient(
            new SessionAWSCredentials("ASIAEXAMPLE", "secret", "token"),
            new AmazonKinesisConfig { ServiceURL = "http://127.0.0.1:9", AuthenticationRegion = "us-west-2", HttpClientFactory = service });

        await client.ListStreamsAsync();

        Assert.Equal("token", service.Request.Headers["x-amz-security-token"]);
        Assert.Contains("x-amz-security-token", SigV4.Part(service.Request, "SignedHeaders").Split(';'));
        Assert.Equal(
            SigV4.Authorization(service.Request, "ASIAEXAMPLE", "secret", "us-west-2", "kinesis"),
            service.Request.Headers["Authorization"]);
    }
}
