using System.Net;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Shardwise.AwsPackages.Tests.Http;
using Record = Amazon.KinesisFirehose.Model.Record;

namespace Shardwise.AwsPackages.Tests.Firehose;

public class PutRecordBatchTests
{
    [Fact]
    public async Task A_batch_is_sent_as_AWS_JSON_1_1_signed_for_firehose()
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.Firehose(service);

        await client.PutRecordBatchAsync(Batch("one", ""));

        Assert.Equal("https://firehose.eu-central-1.amazonaws.com/", service.Request.Uri.AbsoluteUri);
        Assert.Equal("application/x-amz-json-1.1", service.Request.Headers["Content-Type"]);
        Assert.Equal("Firehose_20150804.PutRecordBatch", service.Request.Headers["X-Amz-Target"]);
        Assert.Equal(
            SigV4.Authorization(service.Request, "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "eu-central-1", "firehose"),
            service.Request.Headers["Authorization"]);
        SentRequest.AssertBody("""{"DeliveryStreamName":"clicks","Records":[{"Data":"b25l"},{"Data":""}]}""", service.Request);
    }

    [Fact]
    public async Task The_answer_tells_of_each_record_in_turn()
    {
        using var client = Clients.Firehose(new FakeService(Answer.Ok(
            """
            {"Encrypted":true,"FailedPutCount":1,"RequestResponses":[
              {"RecordId":"r-1"},{"ErrorCode":"ServiceUnavailableException","ErrorMessage":"Slow down."}]}
            """)));

        var response = await client.PutRecordBatchAsync(Batch("one", "two"));

        Assert.True(response.Encrypted);
        Assert.Equal(1, response.FailedPutCount);
        Assert.Equal(
            [("r-1", null, null), (null, "ServiceUnavailableException", "Slow down.")],
            response.RequestResponses.Select(entry => ((string?)entry.RecordId, (string?)entry.ErrorCode, (string?)entry.ErrorMessage)));
    }

    [Theory]
    [InlineData("ResourceNotFoundException", typeof(ResourceNotFoundException))]
    [InlineData("InvalidArgumentException", typeof(InvalidArgumentException))]
    [InlineData("InvalidKMSResourceException", typeof(InvalidKMSResourceException))]
    [InlineData("InvalidSourceException", typeof(InvalidSourceException))]
    [InlineData("ServiceUnavailableException", typeof(ServiceUnavailableException), 503)]
    [InlineData("UnrecognizedClientException", typeof(AmazonKinesisFirehoseException))]
    public async Task An_error_is_the_exception_of_its_code(string code, Type type, int status = 400)
    {
        using var client = Clients.Firehose(new FakeService(Answer.Error(code, "Because.", status)));

        var error = (AmazonKinesisFirehoseException)await Assert.ThrowsAsync(type, () => client.PutRecordBatchAsync(Batch("one")));

        Assert.Equal(("Because.", code, (HttpStatusCode)status), (error.Message, error.ErrorCode, error.StatusCode));
    }

    private static PutRecordBatchRequest Batch(params string[] texts) => new()
    {
        DeliveryStreamName = "clicks",
        Records = [.. texts.Select(text => new Record { Data = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)) })],
    };
}
