using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SQS;
using Amazon.SQS.Model;
using Shardwise.Local.Targets;
using Shardwise.Local.Tests.Services.Clients;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>Services of a template that send to each other, at sixty simulated seconds a real one.</summary>
public sealed class ServicePipelineTests
{
    private const string Print = """
        "Role":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"printer"}},
        "Printer":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"printer","Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::Print",
          "Runtime":"dotnet10","Timeout":60,"Role":{"Fn::GetAtt":["Role","Arn"]},"Code":{"S3Key":"code.zip"}}}
        """;

    [Fact]
    public async Task An_alarm_goes_off_and_its_rule_and_its_topic_tell_of_it()
    {
        await using var heard = await HeardPipeline.StartAsync("""
            "In":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"in","ShardCount":1}},
            "Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"told"}},
            "QueuePolicy":{"Type":"AWS::SQS::QueuePolicy","Properties":{"Queues":[{"Ref":"Queue"}],"PolicyDocument":{"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"sqs:SendMessage","Resource":{"Fn::GetAtt":["Queue","Arn"]},"Condition":{"ArnEquals":{"aws:SourceArn":{"Ref":"Topic"}}}}]}}},
            "Topic":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":"alarms"}},
            "Subscription":{"Type":"AWS::SNS::Subscription","Properties":{"TopicArn":{"Ref":"Topic"},"Protocol":"sqs","Endpoint":{"Fn::GetAtt":["Queue","Arn"]},"RawMessageDelivery":true}},
            "Busy":{"Type":"AWS::CloudWatch::Alarm","Properties":{"AlarmName":"busy","ComparisonOperator":"GreaterThanThreshold","EvaluationPeriods":1,"Threshold":0,"TreatMissingData":"notBreaching",
              "AlarmActions":[{"Ref":"Topic"}],"Metrics":[
              {"Id":"both","Expression":"records + FILL(failed, 0)","ReturnData":true},
              {"Id":"records","ReturnData":false,"MetricStat":{"Metric":{"Namespace":"AWS/Kinesis","MetricName":"IncomingRecords","Dimensions":[{"Name":"StreamName","Value":{"Ref":"In"}}]},"Period":60,"Stat":"Sum"}},
              {"Id":"failed","ReturnData":false,"MetricStat":{"Metric":{"Namespace":"AWS/Kinesis","MetricName":"WriteProvisionedThroughputExceeded","Dimensions":[{"Name":"StreamName","Value":{"Ref":"In"}}]},"Period":60,"Stat":"Sum"}}]}},
            "AtOnce":{"Type":"AWS::Events::Rule","Properties":{"Name":"at-once","EventPattern":{"source":["aws.cloudwatch"],"detail-type":["CloudWatch Alarm State Change"],
              "resources":[{"Fn::GetAtt":["Busy","Arn"]}],"detail":{"state":{"value":["ALARM"]}}},
              "Targets":[{"Id":"Target0","Arn":{"Fn::GetAtt":["Printer","Arn"]},"InputTransformer":{"InputPathsMap":{"state":"$.detail.state.value"},"InputTemplate":"{\"now\":<state>}"}}]}},
            "May":{"Type":"AWS::Lambda::Permission","Properties":{"FunctionName":{"Ref":"Printer"},"Action":"lambda:InvokeFunction","Principal":"events.amazonaws.com","SourceArn":{"Fn::GetAtt":["AtOnce","Arn"]}}},
            PRINTER
            """.Replace("PRINTER", Print, StringComparison.Ordinal));

        await heard.PutAsync("in", "one");

        Assert.Equal("""event {"now":"ALARM"}""", (await heard.HearAsync("Printer", 1))[0]);
        Assert.StartsWith("ALARM: Threshold Crossed: 1 out of the last 1 datapoints [1.0 (", (await heard.HearAsync("Busy", 1, FunctionLogSource.Platform))[0], StringComparison.Ordinal);
        var message = JsonNode.Parse(await ReceiveAsync(heard, "told"))!;
        Assert.Equal(("busy", "ALARM"), (message["AlarmName"]!.ToString(), message["NewStateValue"]!.ToString()));
        // The minute after has no record, and none counts as not over it.
        Assert.StartsWith("OK: ", (await heard.HearAsync("Busy", 2, FunctionLogSource.Platform))[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alarms_on_what_a_function_reports_are_evaluated()
    {
        static string Alarm(string name, string metric, string comparison, double threshold) => $$"""
            "{{name}}":{"Type":"AWS::CloudWatch::Alarm","Properties":{"ComparisonOperator":"{{comparison}}","EvaluationPeriods":1,"Threshold":{{threshold}},"Statistic":"Maximum","Period":60,
              "Namespace":"AWS/Lambda","MetricName":"{{metric}}","Dimensions":[{"Name":"FunctionName","Value":{"Ref":"Reader"} }]} }
            """;
        await using var heard = await HeardPipeline.StartAsync($$"""
            "In":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"in","ShardCount":1} },
            "Reader":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"reader","Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Records::Slow","Runtime":"dotnet10",
              "Timeout":60,"Code":{"S3Key":"code.zip"} } },
            "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["In","Arn"]},"FunctionName":{"Ref":"Reader"},"StartingPosition":"TRIM_HORIZON","MaximumRetryAttempts":1} },
            {{Alarm("Slow", "Duration", "GreaterThanThreshold", 150)}},
            {{Alarm("Behind", "IteratorAge", "GreaterThanOrEqualToThreshold", 0)}},
            {{Alarm("Busy", "Invocations", "GreaterThanThreshold", 0)}},
            {{Alarm("Failing", "Errors", "GreaterThanThreshold", 0)}},
            {{Alarm("Throttled", "Throttles", "LessThanOrEqualToThreshold", 0)}}
            """, options => options with { EnforcePermissions = false });

        await heard.PutAsync("in", "poison");

        foreach (string alarm in (string[])["Slow", "Behind", "Busy", "Failing", "Throttled"])
        {
            Assert.StartsWith("ALARM: Threshold Crossed: 1 out of the last 1 datapoints [", (await heard.HearAsync(alarm, 1, FunctionLogSource.Platform))[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_record_whose_event_no_function_takes_goes_to_the_failure_queue_and_stops_nobody()
    {
        await using var heard = await HeardPipeline.StartAsync("""
            "In":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"in","ShardCount":1,"MaxRecordSizeInKiB":10240}},
            "Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"failed"}},
            "Reader":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"reader","Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Records::Whole","Runtime":"dotnet10",
              "Timeout":60,"Code":{"S3Key":"code.zip"}}},
            "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["In","Arn"]},"FunctionName":{"Ref":"Reader"},"StartingPosition":"TRIM_HORIZON",
              "DestinationConfig":{"OnFailure":{"Destination":{"Fn::GetAtt":["Queue","Arn"]}}}}}
            """, options => options with { EnforcePermissions = false });

        await heard.PutAsync("in", "before", new string('x', 5 * 1024 * 1024), "after");

        string message = await ReceiveAsync(heard, "failed");
        var context = JsonNode.Parse(message)!["requestContext"]!;
        Assert.Equal(("PayloadSizeExceeded", 0, (JsonNode?)null), (context["condition"]!.ToString(), (int)context["approximateInvokeCount"]!, JsonNode.Parse(message)!["responseContext"]));
        Assert.Equal(["batch 1", "took before", "batch 1", "took after"], await heard.HearAsync("Reader", 4));
    }

    [Fact]
    public async Task A_bucket_tells_functions_queues_and_rules_of_its_objects()
    {
        await using var heard = await HeardPipeline.StartAsync("""
            "Lake":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"lake","NotificationConfiguration":{"EventBridgeConfiguration":{"EventBridgeEnabled":true},
              "LambdaConfigurations":[{"Event":"s3:ObjectCreated:*","Function":{"Fn::GetAtt":["Printer","Arn"]},"Filter":{"S3Key":{"Rules":[{"Name":"prefix","Value":"in/"},{"Name":"suffix","Value":".json"}]}}}]}}},
            "MayInvoke":{"Type":"AWS::Lambda::Permission","Properties":{"FunctionName":{"Ref":"Printer"},"Action":"lambda:InvokeFunction","Principal":"s3.amazonaws.com","SourceArn":{"Fn::GetAtt":["Lake","Arn"]}}},
            "Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"deleted"}},
            "QueuePolicy":{"Type":"AWS::SQS::QueuePolicy","Properties":{"Queues":[{"Ref":"Queue"}],"PolicyDocument":{"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"sqs:SendMessage","Resource":{"Fn::GetAtt":["Queue","Arn"]},"Condition":{"ArnLike":{"aws:SourceArn":{"Fn::GetAtt":["Lake","Arn"]}}}}]}}},
            "LakeNotifications":{"Type":"Custom::S3BucketNotifications","Properties":{"ServiceToken":"arn:aws:lambda:us-east-1:000000000000:function:cdk","BucketName":{"Ref":"Lake"},"Managed":true,
              "NotificationConfiguration":{"QueueConfigurations":[{"Events":["s3:ObjectRemoved:*"],"QueueArn":{"Fn::GetAtt":["Queue","Arn"]}}]}}},
            "Bridged":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"bridged"}},
            "BridgedPolicy":{"Type":"AWS::SQS::QueuePolicy","Properties":{"Queues":[{"Ref":"Bridged"}],"PolicyDocument":{"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":{"Fn::GetAtt":["Bridged","Arn"]}}]}}},
            "Rule":{"Type":"AWS::Events::Rule","Properties":{"EventPattern":{"source":["aws.s3"],"detail-type":["Object Created"],"detail":{"bucket":{"name":[{"Ref":"Lake"}]}}},
              "Targets":[{"Id":"T","Arn":{"Fn::GetAtt":["Bridged","Arn"]}}]}},
            PRINTER
            """.Replace("PRINTER", Print, StringComparison.Ordinal));

        Assert.Empty(heard.Pipeline.NotRun);
        using var http = new HttpClient { BaseAddress = heard.Pipeline.Services.Endpoint };
        foreach (string key in (string[])["in/a.txt", "in/a b.json"])
        {
            using var content = new StringContent("twelve bytes");
            using var put = await http.PutAsync(new Uri($"lake/{key}", UriKind.Relative), content);
            Assert.True(put.IsSuccessStatusCode);
        }

        using var deleted = await http.DeleteAsync(new Uri("lake/in/a.txt", UriKind.Relative));

        var told = JsonNode.Parse((await heard.HearAsync("Printer", 1))[0]["event ".Length..])!["Records"]![0]!;
        Assert.Equal(("aws:s3", "ObjectCreated:Put", "lake"), (told["eventSource"]!.ToString(), told["eventName"]!.ToString(), told["s3"]!["bucket"]!["name"]!.ToString()));
        Assert.Equal(("in/a+b.json", 12), (told["s3"]!["object"]!["key"]!.ToString(), (int)told["s3"]!["object"]!["size"]!));
        var removed = JsonNode.Parse(await ReceiveAsync(heard, "deleted"))!["Records"]![0]!;
        Assert.Equal(("ObjectRemoved:Delete", "in/a.txt", (JsonNode?)null), (removed["eventName"]!.ToString(), removed["s3"]!["object"]!["key"]!.ToString(), removed["s3"]!["object"]!["size"]));
        var bridged = JsonNode.Parse(await ReceiveAsync(heard, "bridged"))!;
        Assert.Equal(("Object Created", "in/a.txt", "PutObject"), (bridged["detail-type"]!.ToString(), bridged["detail"]!["object"]!["key"]!.ToString(), bridged["detail"]!["reason"]!.ToString()));
    }

    [Fact]
    public async Task A_rule_without_the_permission_to_invoke_is_told_of()
    {
        await using var heard = await HeardPipeline.StartAsync("""
            "Rule":{"Type":"AWS::Events::Rule","Properties":{"Name":"mine","EventPattern":{"source":["mine"]},"Targets":[{"Id":"T","Arn":{"Fn::GetAtt":["Printer","Arn"]}}]}},
            PRINTER
            """.Replace("PRINTER", Print, StringComparison.Ordinal));

        Assert.Equal("0", JsonNode.Parse((await ClientScript.AwsAsync(
            heard.Pipeline.Services.Endpoint, "events", "put-events", "--entries", """[{"Source":"mine","DetailType":"t","Detail":"{}"}]""")) ?? """{"FailedEntryCount":0}""")!["FailedEntryCount"]!.ToString());

        if (heard.Lines.Any(line => line.LogicalId == "Rule"))
        {
            Assert.Equal(
                "the event for arn:aws:lambda:us-east-1:000000000000:function:printer is not delivered: User: events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: "
                + "arn:aws:lambda:us-east-1:000000000000:function:printer because no resource-based policy allows the lambda:InvokeFunction action",
                (await heard.HearAsync("Rule", 1, FunctionLogSource.Platform))[0]);
        }
    }

    [Fact]
    public async Task Schedules_send_to_queues_and_topics_invoke_functions()
    {
        await using var heard = await HeardPipeline.StartAsync("""
            "Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"ticks"}},
            "Sender":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"sender","Policies":[{"PolicyName":"p","PolicyDocument":{"Statement":[{"Effect":"Allow","Action":"sqs:SendMessage","Resource":{"Fn::GetAtt":["Queue","Arn"]}}]}}]}},
            "Every":{"Type":"AWS::Scheduler::Schedule","Properties":{"Name":"every","ScheduleExpression":"rate(1 minute)","FlexibleTimeWindow":{"Mode":"OFF"},
              "Target":{"Arn":{"Fn::GetAtt":["Queue","Arn"]},"RoleArn":{"Fn::GetAtt":["Sender","Arn"]},"Input":"{\"from\":\"<aws.scheduler.schedule-arn>\"}"}}},
            "Topic":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":"news","Subscription":[{"Protocol":"lambda","Endpoint":{"Fn::GetAtt":["Printer","Arn"]}},{"Protocol":"email","Endpoint":"me@example.com"}]}},
            "May":{"Type":"AWS::Lambda::Permission","Properties":{"FunctionName":{"Ref":"Printer"},"Action":"lambda:InvokeFunction","Principal":"sns.amazonaws.com","SourceArn":{"Ref":"Topic"}}},
            PRINTER
            """.Replace("PRINTER", Print, StringComparison.Ordinal));

        Assert.Equal("""{"from":"arn:aws:scheduler:us-east-1:000000000000:schedule/default/every"}""", await ReceiveAsync(heard, "ticks"));
        await heard.Pipeline.Services.Topics.PublishAsync(
            "arn:aws:sns:us-east-1:000000000000:news", heard.Pipeline.Services.Topics.Message("arn:aws:sns:us-east-1:000000000000:news", "it is out"), CancellationToken.None);
        var notified = JsonNode.Parse((await heard.HearAsync("Printer", 1))[0]["event ".Length..])!["Records"]![0]!;
        Assert.Equal(("aws:sns", "it is out"), (notified["EventSource"]!.ToString(), notified["Sns"]!["Message"]!.ToString()));
        Assert.Equal("email to me@example.com: it is out", (await heard.HearAsync("Topic", 1, FunctionLogSource.Platform))[0]);
    }

    [Fact]
    public async Task Asynchronous_invocations_end_at_their_destinations()
    {
        await using var heard = await HeardPipeline.StartAsync("""
            "Failed":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"failed"}},
            "Done":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"done"}},
            "DonePolicy":{"Type":"AWS::SQS::QueuePolicy","Properties":{"Queues":[{"Ref":"Done"}],"PolicyDocument":{"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"Service":"events.amazonaws.com"},"Action":"sqs:SendMessage","Resource":"*"}]}}},
            "Role":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"f","Policies":[{"PolicyName":"p","PolicyDocument":{"Statement":[
              {"Effect":"Allow","Action":"sqs:SendMessage","Resource":{"Fn::GetAtt":["Failed","Arn"]}},{"Effect":"Allow","Action":"events:PutEvents","Resource":"*"}]}}]}},
            "Upper":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"upper","Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::Upper",
              "Runtime":"dotnet10","Timeout":60,"Role":{"Fn::GetAtt":["Role","Arn"]},"Code":{"S3Key":"code.zip"}}},
            "Config":{"Type":"AWS::Lambda::EventInvokeConfig","Properties":{"FunctionName":{"Ref":"Upper"},"Qualifier":"$LATEST","MaximumRetryAttempts":1,"DestinationConfig":{
              "OnFailure":{"Destination":{"Fn::GetAtt":["Failed","Arn"]}},"OnSuccess":{"Destination":{"Fn::Join":["",["arn:aws:events:us-east-1:000000000000:event-bus/default"]]}}}}},
            "Told":{"Type":"AWS::Events::Rule","Properties":{"EventPattern":{"detail-type":["Lambda Function Invocation Result - Success"]},"Targets":[{"Id":"T","Arn":{"Fn::GetAtt":["Done","Arn"]}}]}}
            """);
        async Task InvokeAsync(string payload) => await heard.Pipeline.Services.Targets.SendAsync(
            "arn:aws:lambda:us-east-1:000000000000:function:upper", new TargetMessage(System.Text.Encoding.UTF8.GetBytes(payload)) { SourceArn = "a test" }, CancellationToken.None);

        await InvokeAsync("\"one\"");
        await InvokeAsync("{}");

        var done = JsonNode.Parse(await ReceiveAsync(heard, "done"))!["detail"]!;
        Assert.Equal(("ONE", "Success"), (done["responsePayload"]!.ToString(), done["requestContext"]!["condition"]!.ToString()));
        var failed = JsonNode.Parse(await ReceiveAsync(heard, "failed"))!;
        Assert.Equal(
            ("RetriesExhausted", "2", "{}", "Unhandled"),
            (failed["requestContext"]!["condition"]!.ToString(), failed["requestContext"]!["approximateInvokeCount"]!.ToString(), failed["requestPayload"]!.ToJsonString(), failed["responseContext"]!["functionError"]!.ToString()));
        Assert.Contains(
            "the event of a test failed 2 times and goes to arn:aws:sqs:us-east-1:000000000000:failed", await heard.HearAsync("Upper", 1, FunctionLogSource.Platform));
    }

    [Fact]
    public async Task Lambda_and_DynamoDB_by_the_AWS_SDK_for_JavaScript()
    {
        await using var heard = await HeardPipeline.StartAsync("""
            "Leases":{"Type":"AWS::DynamoDB::Table","Properties":{"TableName":"leases","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"leaseKey","AttributeType":"S"}],
              "KeySchema":[{"AttributeName":"leaseKey","KeyType":"HASH"}],"PointInTimeRecoverySpecification":{"PointInTimeRecoveryEnabled":true}}},
            "Upper":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"upper","Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::Upper",
              "Runtime":"dotnet10","Timeout":60,"Code":{"S3Key":"code.zip"}}}
            """);

        Assert.Equal(
            """
            upper dotnet10 60
            200 $LATEST "HELLO"
            200 Unhandled true
            202 204
            Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::Upper 128
            ResourceNotFoundException: Function not found: arn:aws:lambda:us-east-1:000000000000:function:none
            """,
            await ClientScript.NodeAsync("lambda.cjs", heard.Pipeline.Services.Endpoint));
        Assert.Equal(
            """
            leases ACTIVE
            ConditionalCheckFailedException: The conditional request failed
            2 1
            ResourceNotFoundException: Requested resource not found
            UnknownOperationException: DynamoDB TransactWriteItems is not served locally: only BatchGetItem, BatchWriteItem, CreateTable, DeleteItem, DeleteTable, DescribeTable, DescribeTimeToLive, GetItem, ListTables, ListTagsOfResource, PutItem, Query, Scan, TagResource, UntagResource, UpdateItem, UpdateTable are.
            """,
            await ClientScript.NodeAsync("dynamodb.cjs", heard.Pipeline.Services.Endpoint));
    }

    private static async Task<string> ReceiveAsync(HeardPipeline heard, string queue)
    {
        using var sqs = new AmazonSQSClient(
            new BasicAWSCredentials("mine", "secret"), new AmazonSQSConfig { ServiceURL = heard.Endpoint, AuthenticationRegion = "us-east-1" });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var received = await sqs.ReceiveMessageAsync(new ReceiveMessageRequest { QueueUrl = $"{heard.Endpoint}000000000000/{queue}", WaitTimeSeconds = 20 }, patience.Token);
            if (received.Messages is [var message, ..])
            {
                return message.Body;
            }
        }
    }
}
