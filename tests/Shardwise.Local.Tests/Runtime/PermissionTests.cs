namespace Shardwise.Local.Tests.Runtime;

/// <summary>Functions that do what their roles do not let them, as a deployed one would be refused.</summary>
public sealed class PermissionTests
{
    [Fact]
    public async Task A_function_may_do_what_its_role_allows_and_no_more()
    {
        await using var heard = await HeardPipeline.StartAsync(Resources(Read, """
            {"Effect":"Allow","Action":"kinesis:PutRecord","Resource":{"Fn::GetAtt":["Out","Arn"]}},
            {"Effect":"Allow","Action":["s3:PutObject","s3:GetObject"],"Resource":{"Fn::Join":["",[{"Fn::GetAtt":["Lake","Arn"]},"/in/*"]]}},
            {"Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*","Condition":{"StringEquals":{"cloudwatch:namespace":"Mine"}}},
            {"Effect":"Allow","Action":"sqs:SendMessage","Resource":{"Fn::GetAtt":["Queue","Arn"]}},
            {"Effect":"Deny","Action":"sqs:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}
            """));

        await heard.PutAsync("in",
            Kinesis("PutRecord", """{"StreamName":"out","PartitionKey":"k","Data":"eA=="}"""),
            Kinesis("PutRecord", """{"Data":"eA==","PartitionKey":"k","StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/in"}"""),
            Kinesis("PutRecords", """{"Records":[{"PartitionKey":"StreamName","Data":"eA=="}],"StreamName":"out"}"""),
            """{"service":"s3","method":"PUT","path":"/lake/in/a","body":"x","type":"text/plain"}""",
            """{"service":"s3","method":"PUT","path":"/lake/out/a","body":"x","type":"text/plain"}""",
            """{"service":"monitoring","target":"GraniteServiceVersion20100801.PutMetricData","type":"application/x-amz-json-1.0","body":"{\"Namespace\":\"Mine\",\"MetricData\":[]}"}""",
            """{"service":"monitoring","target":"GraniteServiceVersion20100801.PutMetricData","type":"application/x-amz-json-1.0","body":"{\"Namespace\":\"Other\",\"MetricData\":[]}"}""",
            """{"service":"sqs","target":"AmazonSQS.SendMessage","type":"application/x-amz-json-1.0","body":"{\"QueueUrl\":\"http://x/000000000000/queue\",\"MessageBody\":\"x\"}"}""",
            """{"service":"sqs","target":"AmazonSQS.DeleteQueue","type":"application/x-amz-json-1.0","body":"{\"QueueUrl\":\"http://x/000000000000/queue\"}"}""");
        var lines = await heard.HearAsync("Caller", 10);

        const string User = "User: arn:aws:sts::000000000000:assumed-role/caller/caller is not authorized to perform: ";
        Assert.StartsWith("""200 {"ShardId":""", lines[0], StringComparison.Ordinal);
        Assert.Equal("400 " + Json($"{User}kinesis:PutRecord on resource: arn:aws:kinesis:us-east-1:000000000000:stream/in because no identity-based policy allows the kinesis:PutRecord action"), lines[1]);
        Assert.Contains("kinesis:PutRecords on resource: arn:aws:kinesis:us-east-1:000000000000:stream/out because", lines[2], StringComparison.Ordinal);
        Assert.Equal("200 ", lines[3]);
        Assert.Equal("403 <?xml version=\"1.0\" encoding=\"UTF-8\"?>", lines[4]);
        Assert.Contains(lines, line => line.Contains("<Code>AccessDenied</Code>", StringComparison.Ordinal) && line.Contains("s3:PutObject on resource: \"arn:aws:s3:::lake/out/a\" because", StringComparison.Ordinal));
        Assert.Contains("200 {}", lines);
        Assert.Contains(lines, line => line.Contains("cloudwatch:PutMetricData because no identity-based policy allows", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("200 {\"MessageId\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("com.amazonaws.sqs#AccessDeniedException", StringComparison.Ordinal)
            && line.Contains("sqs:deletequeue on resource: arn:aws:sqs:us-east-1:000000000000:queue because", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_enforcement_everybody_may_do_everything()
    {
        await using var heard = await HeardPipeline.StartAsync(Resources(), options => options with { EnforcePermissions = false });

        await heard.PutAsync("in", Kinesis("PutRecord", """{"StreamName":"out","PartitionKey":"k","Data":"eA=="}"""));

        Assert.StartsWith("200 ", Assert.Single(await heard.HearAsync("Caller", 1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mapping_whose_role_may_not_read_the_stream_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<LocalPipelineException>(() => HeardPipeline.StartAsync(Resources(Read.Replace("\"kinesis:GetRecords\",", "", StringComparison.Ordinal))));

        Assert.Equal(
            "template: Map (AWS::Lambda::EventSourceMapping): AWS would refuse it: User: arn:aws:sts::000000000000:assumed-role/caller/caller is not authorized to perform: "
            + "kinesis:GetRecords on resource: arn:aws:kinesis:us-east-1:000000000000:stream/in because no identity-based policy allows the kinesis:GetRecords action. "
            + "Grant the role of Caller to read the stream; --no-iam runs it without",
            refused.Message);
    }

    private const string Read = """
        {"Effect":"Allow","Action":["kinesis:DescribeStream","kinesis:GetRecords","kinesis:GetShardIterator","kinesis:ListShards"],"Resource":{"Fn::GetAtt":["In","Arn"]}}
        """;

    private static string Kinesis(string operation, string body) => new System.Text.Json.Nodes.JsonObject
    {
        ["service"] = "kinesis", ["target"] = "Kinesis_20131202." + operation, ["body"] = body,
    }.ToJsonString();

    private static string Json(string message) => $$"""{"__type":"AccessDeniedException","message":"{{message}}"}""";

    private static string Resources(params string[] statements) => """
        "In":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"in","ShardCount":1}},
        "Out":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"out","ShardCount":1}},
        "Lake":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"lake"}},
        "Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"queue"}},
        "Role":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"caller","ManagedPolicyArns":[{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]]}]}},
        "Policy":{"Type":"AWS::IAM::Policy","Properties":{"PolicyName":"p","Roles":[{"Ref":"Role"}],"PolicyDocument":{"Version":"2012-10-17","Statement":[STATEMENTS]}}},
        "Caller":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"caller","Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Calls::Make",
          "Runtime":"dotnet10","Timeout":60,"Role":{"Fn::GetAtt":["Role","Arn"]},"Code":{"S3Key":"code.zip"}}},
        "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["In","Arn"]},"FunctionName":{"Ref":"Caller"},"StartingPosition":"TRIM_HORIZON"}}
        """.Replace("STATEMENTS", string.Join(",", statements), StringComparison.Ordinal);
}
