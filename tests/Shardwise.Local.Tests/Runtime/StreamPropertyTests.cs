using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>What a template says of a stream, and what the stream then is.</summary>
public sealed class StreamPropertyTests
{
    private const string Streams = """
        "Orders":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"orders","ShardCount":2,"RetentionPeriodHours":48,"MaxRecordSizeInKiB":2048,
          "StreamEncryption":{"EncryptionType":"KMS","KeyId":"alias/orders"},"DesiredShardLevelMetrics":["IncomingBytes","OutgoingBytes"],
          "Tags":[{"Key":"team","Value":"sales"},{"Key":"stage","Value":{"Ref":"AWS::Region"}}]}},
        "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"clicks","StreamModeDetails":{"StreamMode":"ON_DEMAND"},"WarmThroughputMiBps":9,
          "RecordDistributionStrategy":"AUTO","StreamEncryption":{"EncryptionType":"KMS","KeyId":{"Fn::ImportValue":"a-key-of-another-account"}}}},
        "Plain":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"plain","ShardCount":1,"Tags":[{"Key":"of","Value":{"Fn::ImportValue":"another account"} }],
          "StreamEncryption":{"Ref":"AWS::NoValue"} }},
        "Chosen":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"chosen","ShardCount":1,
          "StreamEncryption":{"Fn::Select":[1,[{"EncryptionType":"KMS","KeyId":"alias/a"},{"EncryptionType":"KMS","KeyId":"alias/b"}]]} }}
        """;

    private const string Printer = """
        {"Type":"AWS::Lambda::Function","Properties":{"Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::Print","Runtime":"dotnet10","Timeout":60,
          "Code":{"S3Key":"code.zip"}}}
        """;

    [Fact]
    public async Task A_stream_is_all_that_its_template_says()
    {
        await using var heard = await HeardPipeline.StartAsync(Streams);
        using var client = new HttpClient();
        async Task<JsonNode> SummaryAsync(string stream) =>
            (await CallAsync(client, heard.Endpoint, "DescribeStreamSummary", stream))["StreamDescriptionSummary"]!;

        var orders = await SummaryAsync("orders");
        Assert.Equal(
            ("PROVISIONED", 2, 48, 2048, "KMS", "alias/orders"),
            ((string?)orders["StreamModeDetails"]!["StreamMode"], (int)orders["OpenShardCount"]!, (int)orders["RetentionPeriodHours"]!, (int)orders["MaxRecordSizeInKiB"]!,
                (string?)orders["EncryptionType"], (string?)orders["KeyId"]));
        Assert.Equal("""["IncomingBytes","OutgoingBytes"]""", orders["EnhancedMonitoring"]![0]!["ShardLevelMetrics"]!.ToJsonString());
        Assert.Equal(
            """[{"Key":"stage","Value":"us-east-1"},{"Key":"team","Value":"sales"}]""",
            (await CallAsync(client, heard.Endpoint, "ListTagsForStream", "orders"))["Tags"]!.ToJsonString());

        var clicks = await SummaryAsync("clicks");
        Assert.Equal(
            ("ON_DEMAND", 9, 24, 1024, "KMS", "alias/aws/kinesis", "AUTO", """{"TargetMiBps":9,"CurrentMiBps":9}"""),
            ((string?)clicks["StreamModeDetails"]!["StreamMode"], (int)clicks["OpenShardCount"]!, (int)clicks["RetentionPeriodHours"]!, (int)clicks["MaxRecordSizeInKiB"]!,
                (string?)clicks["EncryptionType"], (string?)clicks["KeyId"], (string?)clicks["RecordDistributionStrategy"], clicks["WarmThroughput"]!.ToJsonString()));

        var plain = await SummaryAsync("plain");
        Assert.Equal(("NONE", (string?)null), ((string?)plain["EncryptionType"], (string?)plain["KeyId"]));
        Assert.Equal("[]", (await CallAsync(client, heard.Endpoint, "ListTagsForStream", "plain"))["Tags"]!.ToJsonString());
        Assert.Equal("alias/b", (string?)(await SummaryAsync("chosen"))["KeyId"]);
    }

    [Fact]
    public async Task Records_without_a_partition_key_go_through_mappings_filters_and_transforms_with_none()
    {
        await using var heard = await HeardPipeline.StartAsync($$$"""
            "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"clicks","StreamModeDetails":{"StreamMode":"ON_DEMAND"},"RecordDistributionStrategy":"AUTO"}},
            "Reader":{{{Printer}}},
            "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["Clicks","Arn"]},"FunctionName":{"Ref":"Reader"},
              "StartingPosition":"TRIM_HORIZON","ParallelizationFactor":3,"FilterCriteria":{"Filters":[{"Pattern":"{\"partitionKey\":[null]}"}]} } },
            "Transform":{{{Printer}}},
            "Lake":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"lake"}},
            "Delivery":{"Type":"AWS::KinesisFirehose::DeliveryStream","Properties":{"DeliveryStreamType":"KinesisStreamAsSource",
              "KinesisStreamSourceConfiguration":{"KinesisStreamARN":{"Fn::GetAtt":["Clicks","Arn"]},"RoleARN":"arn:aws:iam::000000000000:role/r"},
              "ExtendedS3DestinationConfiguration":{"BucketARN":{"Fn::GetAtt":["Lake","Arn"]},"RoleARN":"arn:aws:iam::000000000000:role/r","ProcessingConfiguration":{"Enabled":true,
                "Processors":[{"Type":"Lambda","Parameters":[{"ParameterName":"LambdaArn","ParameterValue":{"Fn::GetAtt":["Transform","Arn"]} }]}]} } } }
            """, options => options with { EnforcePermissions = false });
        using var client = new HttpClient();
        foreach (string data in (string[])["QQ==", "Qg=="])
        {
            await CallAsync(client, heard.Endpoint, "PutRecord", "clicks", $",\"Data\":\"{data}\"");
        }

        // The two may be of one shard, or of two.
        string read = "";
        for (int events = 1; !read.Contains("QQ==", StringComparison.Ordinal) || !read.Contains("Qg==", StringComparison.Ordinal); events++)
        {
            read = string.Join('\n', await heard.HearAsync("Reader", events));
        }

        Assert.Equal(2, Regex.Count(read, "\"partitionKey\":null"));
        Assert.Contains("\"subsequenceNumber\":0,\"partitionKey\":null,\"shardId\":", (await heard.HearAsync("Transform", 1))[0], StringComparison.Ordinal);
    }

    private static async Task<JsonNode> CallAsync(HttpClient client, string endpoint, string operation, string stream, string members = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
        {
            Content = new StringContent($$"""{"StreamName":"{{stream}}"{{members}}}""", Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.1")),
        };
        request.Headers.Add("X-Amz-Target", "Kinesis_20131202." + operation);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20261129T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization", "AWS4-HMAC-SHA256 Credential=mine/20261129/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0");
        using var reply = await client.SendAsync(request);
        return JsonNode.Parse(await reply.Content.ReadAsStringAsync())!;
    }
}
