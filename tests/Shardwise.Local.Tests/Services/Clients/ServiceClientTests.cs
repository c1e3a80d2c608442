using Xunit.Abstractions;

namespace Shardwise.Local.Tests.Services.Clients;

/// <summary>The services by clients that nobody here wrote.</summary>
[Collection(LocalServicesFixture.Collection)]
public sealed class ServiceClientTests(LocalServicesFixture local, ITestOutputHelper output)
{
    [Fact]
    public async Task SQS_by_the_AWS_SDK_for_JavaScript() => Assert.Equal(
        """
        application/x-amz-json-1.0 true 2
        a,b
        one ü,two 7 1,2,3 1
        0/2/1 a
        1
        undefined 0/0/1 1/0/0
        1
        0/0/0
        PurgeQueueInProgress: Only one PurgeQueue operation on js-dead is allowed every 60 seconds.
        ReceiptHandleIsInvalid: The input receipt handle is invalid.
        BatchEntryIdsNotDistinct: Id a repeated.
        InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.
        QueueDoesNotExist: The specified queue does not exist.
        1 3 2
        """,
        await ClientScript.NodeAsync("sqs.cjs", local.Services.Endpoint));

    [Fact]
    public async Task SNS_by_the_AWS_SDK_for_JavaScript() => Assert.Equal(
        """
        application/x-www-form-urlencoded arn:aws:sns:us-east-1:000000000000:js true
        1,2
        Notification true small {"kind":"a"} {"size":{"Type":"Number","Value":"3"}}
        {"kind":"a"} 3 | {"kind":"b"} 30 | a queue undefined
        {"kind":"b"} {"kind":"b"}
        4 sqs 4
        InvalidParameterException: Invalid parameter: Empty message
        NotFoundException: Topic does not exist
        0
        """,
        await ClientScript.NodeAsync("sns.cjs", local.Services.Endpoint));

    [Fact]
    public async Task The_services_by_boto3()
    {
        if (await ClientScript.PythonAsync("clients.py", local.Services.Endpoint, "sqs", "sns") is not { } printed)
        {
            output.WriteLine("Skipped: boto3 is not installed (Debian: python3-boto3).");
            return;
        }

        Assert.Equal(
            """
            sqs one x
            sqs {'ApproximateNumberOfMessagesNotVisible': '0'}
            AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.
            sns published v
            NotFound: Topic does not exist
            """,
            printed);
    }

    [Fact]
    public async Task SQS_in_the_older_protocol()
    {
        using var http = new HttpClient();
        async Task<string> Query(string form, string path = "")
        {
            using var content = new StringContent($"{form}&Version=2012-11-05", null, "application/x-www-form-urlencoded");
            using var reply = await http.PostAsync(new Uri(local.Services.Endpoint, path), content);
            return $"{(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()}";
        }

        Assert.Contains("/000000000000/old</QueueUrl></CreateQueueResult>", await Query("Action=CreateQueue&QueueName=old&Attribute.1.Name=VisibilityTimeout&Attribute.1.Value=60"), StringComparison.Ordinal);
        Assert.Contains(
            "<SendMessageResult><MessageId>",
            await Query("Action=SendMessage&MessageBody=one&MessageAttribute.1.Name=a&MessageAttribute.1.Value.DataType=String&MessageAttribute.1.Value.StringValue=x", "000000000000/old"),
            StringComparison.Ordinal);
        Assert.Contains(
            "<SendMessageBatchResultEntry><Id>b</Id>",
            await Query("Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=b&SendMessageBatchRequestEntry.1.MessageBody=two", "000000000000/old"),
            StringComparison.Ordinal);
        string received = await Query("Action=ReceiveMessage&MaxNumberOfMessages=10&AttributeName.1=ApproximateReceiveCount&MessageAttributeName.1=All", "000000000000/old");
        Assert.Contains("<Body>one</Body><Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>", received, StringComparison.Ordinal);
        Assert.Contains("<MessageAttribute><Name>a</Name><Value><DataType>String</DataType><StringValue>x</StringValue></Value></MessageAttribute>", received, StringComparison.Ordinal);
        Assert.Contains("<Attribute><Name>VisibilityTimeout</Name><Value>60</Value></Attribute>", await Query("Action=GetQueueAttributes&AttributeName.1=VisibilityTimeout", "000000000000/old"), StringComparison.Ordinal);
        Assert.StartsWith(
            "400 <?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ErrorResponse><Error><Type>Sender</Type><Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist.</Message></Error><RequestId>",
            await Query("Action=PurgeQueue", "000000000000/none"),
            StringComparison.Ordinal);
    }
}
