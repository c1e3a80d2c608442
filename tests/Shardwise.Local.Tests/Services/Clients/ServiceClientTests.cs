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
    public async Task S3_by_the_AWS_SDK_for_JavaScript() => Assert.Equal(
        """
        true undefined
        text/plain no-cache identity {"team":"clicks","other":"x y"} 11 "5eb63bbbe01eeed093cb22bb8f5acdc3"
        world rld bytes 0-4/11
        InvalidRange: The requested range is not satisfiable
        BadDigest: The Content-MD5 you specified did not match what we received.
        PreconditionFailed: At least one of the pre-conditions you specified did not hold
        PreconditionFailed: At least one of the pre-conditions you specified did not hold
        Unknown: UnknownError
        0 true 8 hello again
        a/,x/ a/
        clicks other
        InvalidRequest: This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.
        5242880,4,5 1
        EntityTooSmall: Your proposed upload is smaller than the minimum allowed size
        true 5242885 application/x-large 1 aahello
        NoSuchUpload: The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.
        Enabled true one
        NoSuchKey: The specified key does not exist.
        true,false true
        two
        one
        200 hello again
        BucketNotEmpty: The bucket you tried to delete is not empty
        k,none
        NotFound: UnknownError
        NoSuchKey: The specified key does not exist.
        """,
        await ClientScript.NodeAsync("s3.cjs", local.Services.Endpoint));

    [Fact]
    public async Task CloudWatch_by_the_AWS_SDK_for_JavaScript() => Assert.Equal(
        """
        application/x-amz-json-1.0
        [{"Namespace":"Js","MetricName":"Delay","Dimensions":[{"Name":"Stream","Value":"js"}]}]
        Delay 106/1.06/4/Seconds/3 16/5.33/10/Seconds/
        e share 1.77,0.00,0.00,0.00,0.00
        js/ALARM/because/Delay/60/5 ALARM(js) AND TRUE
        1
        ValidationException: DatapointsToAlarm must be from 1 to EvaluationPeriods, 1; it is 2.
        ResourceNotFound: Unknown alarm: none
        ValidationException: The statistic 'tm90' is not served locally: Sum, Average, Minimum, Maximum, SampleCount and percentiles (p99.9) are.
        0
        """,
        await ClientScript.NodeAsync("cloudwatch.cjs", local.Services.Endpoint));

    [Fact]
    public async Task EventBridge_by_the_AWS_SDK_for_JavaScript() => Assert.Equal(
        """
        application/x-amz-json-1.1 js queue,stream
        2 string,string,NotAuthorizedForSourceException,MalformedDetail
        {"size":30}
        k Thing
        true
        DISABLED undefined
        InvalidEventPatternException: Event pattern is not valid. Reason: the pattern's a must be an object, or an array of what the field may be
        ValidationException: Rule can't be deleted since it has targets.
        ResourceNotFoundException: Rule js does not exist on EventBus default.
        """,
        await ClientScript.NodeAsync("events.cjs", local.Services.Endpoint));

    [Fact]
    public async Task CloudWatch_in_the_older_protocol()
    {
        using var http = new HttpClient();
        async Task<string> Query(string form)
        {
            using var content = new StringContent($"{form}&Version=2010-08-01", null, "application/x-www-form-urlencoded");
            using var reply = await http.PostAsync(local.Services.Endpoint, content);
            return $"{(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()}";
        }

        Assert.Contains("<PutMetricDataResponse xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\"><ResponseMetadata>", await Query(
            "Action=PutMetricData&Namespace=Q&MetricData.member.1.MetricName=m&MetricData.member.1.Value=2.5&MetricData.member.1.Timestamp=2026-11-19T10:00:00Z&MetricData.member.1.Dimensions.member.1.Name=d&MetricData.member.1.Dimensions.member.1.Value=v"), StringComparison.Ordinal);
        Assert.Contains("<Timestamps><member>2026-11-19T10:00:00.000Z</member></Timestamps><Values><member>2.5</member></Values><StatusCode>Complete</StatusCode>", await Query(
            "Action=GetMetricData&StartTime=2026-11-19T10:00:00Z&EndTime=2026-11-19T10:05:00Z&MetricDataQueries.member.1.Id=m1&MetricDataQueries.member.1.MetricStat.Metric.Namespace=Q&MetricDataQueries.member.1.MetricStat.Metric.MetricName=m"
            + "&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name=d&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value=v&MetricDataQueries.member.1.MetricStat.Period=60&MetricDataQueries.member.1.MetricStat.Stat=Sum"), StringComparison.Ordinal);
        Assert.Contains("<Type>Sender</Type><Code>MissingParameter</Code><Message>The parameter StartTime is required.</Message>", await Query("Action=GetMetricData"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_services_by_boto3()
    {
        if (await ClientScript.PythonAsync("clients.py", local.Services.Endpoint, "sqs", "sns", "s3", "cloudwatch", "events") is not { } printed)
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
            s3 text/plain x b'0123456789'
            s3 ['k', 'large'] True
            NoSuchKey: The specified key does not exist.
            cloudwatch Py Py [2.5] 20
            cloudwatch py OK
            ValidationError: The parameter StartTime must be less than the parameter EndTime.
            events 0 True
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
