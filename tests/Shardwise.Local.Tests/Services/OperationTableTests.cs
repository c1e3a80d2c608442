using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Shardwise.Local.Routing;
using Shardwise.Local.Tests.Runtime;
using Shardwise.Local.Tests.Services.Clients;

namespace Shardwise.Local.Tests.Services;

/// <summary>docs/local.md says what is served; this is what it is held to.</summary>
public sealed class OperationTableTests
{
    private const string Begin = "<!-- operations: written by OperationTableTests -->";
    private const string End = "<!-- /operations -->";

    [Fact]
    public async Task The_table_of_operations_in_the_docs_is_what_the_router_serves()
    {
        var rows = await RowsAsync();
        var table = new StringBuilder("| service | operations |\n|---|---|\n");
        foreach (var row in rows.OrderBy(row => row.Name, StringComparer.Ordinal))
        {
            table.Append($"| {row.Name} | {string.Join(", ", row.Operations.Order(StringComparer.Ordinal).Select(operation => $"`{operation}`"))} |\n");
        }

        string path = Path.Combine(Path.GetDirectoryName(LocalServicesFixture.NodeModules)!, "docs", "local.md");
        string text = await File.ReadAllTextAsync(path);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal), end = text.IndexOf(End, StringComparison.Ordinal);
        Assert.True(begin >= 0 && end > begin, $"{path} has no place for the table between '{Begin}' and '{End}'");
        if (Environment.GetEnvironmentVariable("SHARDWISE_ACCEPT_OPERATIONS") == "1")
        {
            text = $"{text[..begin]}{Begin}\n\n{table}\n{text[end..]}";
            await File.WriteAllTextAsync(path, text);
            end = text.IndexOf(End, StringComparison.Ordinal);
        }

        Assert.Equal(table.ToString(), text[(begin + Begin.Length)..end].TrimStart('\n').TrimEnd('\n') + "\n");
    }

    [Fact]
    public async Task Every_service_knows_what_a_call_needs_to_be_allowed() =>
        Assert.All(await RowsAsync(), row => Assert.True(row.Needs is not null, $"{row.Name} has no Needs"));

    [Fact]
    public async Task Every_action_that_a_call_needs_is_one_of_IAM()
    {
        var needs = new List<NeededPermission>();
        foreach (var row in await RowsAsync())
        {
            foreach (string operation in row.Operations)
            {
                needs.AddRange(await row.Needs!(Call(row, operation)) ?? []);
            }
        }

        string answer = await ClientScript.NodeAsync("iam-actions.cjs", new Uri("http://127.0.0.1"), [.. needs.Select(needed => needed.Action.ToLowerInvariant()).Distinct().Order()]);

        // IAM's reference gives these no resource, and the samples that AWS publishes grant them on a stream: both are taken.
        Assert.Equal(
            """
            unknown:
            without a resource: kinesis:disableenhancedmonitoring kinesis:enableenhancedmonitoring kinesis:updateaccountsettings kinesis:updateshardcount kinesis:updatestreammode
            """,
            answer[..answer.IndexOf("\nall", StringComparison.Ordinal)].TrimEnd());
        Assert.InRange(needs.Count, 100, 1_000);
    }

    // A call that names what most name.
    private static ServiceCall Call(ServiceRow row, string operation)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/lake/key";
        context.Request.Path = row.Name == "Lambda" ? "/2015-03-31/functions/f/invocations" : "/";
        context.Request.Headers["x-amz-copy-source"] = "lake/other";
        context.Request.Body = new MemoryStream("""
            {"StreamName":"s","DeliveryStreamName":"d","QueueUrl":"http://x/0/q","QueueName":"q","TopicArn":"arn:aws:sns:us-east-1:0:t","TableName":"table","RequestItems":{"table":[]},
             "Entries":[{"Source":"s"}],"Name":"n","AlarmName":"a"}
            """u8.ToArray());
        return new ServiceCall(context, row.OperationOf is null ? WireProtocol.Json11 : row.RestProtocol, operation, null);
    }

    // A pipeline with something of every service that starts with one.
    private static async Task<IReadOnlyList<ServiceRow>> RowsAsync()
    {
        await using var heard = await HeardPipeline.StartAsync("""
            "In":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"in","ShardCount":1}},
            "Table":{"Type":"AWS::DynamoDB::Table","Properties":{"TableName":"table","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[{"AttributeName":"k","AttributeType":"S"}],
              "KeySchema":[{"AttributeName":"k","KeyType":"HASH"}]}},
            "Lake":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"lake"}},
            "Role":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"r"}},
            "Delivery":{"Type":"AWS::KinesisFirehose::DeliveryStream","Properties":{"DeliveryStreamName":"d","DeliveryStreamType":"DirectPut",
              "ExtendedS3DestinationConfiguration":{"BucketARN":{"Fn::GetAtt":["Lake","Arn"]},"RoleARN":{"Fn::GetAtt":["Role","Arn"]}}}}
            """);
        return heard.Pipeline.Services.Router.Rows;
    }
}
