using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Kinesis.Model;
using Shardwise.Local.Rpc;
using Metric = Amazon.CloudWatch.Model.Metric;

namespace Shardwise.Local.Tests.Services;

[Collection(LocalServicesFixture.Collection)]
public sealed class CloudWatchTests(LocalServicesFixture local)
{
    [Fact]
    public async Task What_a_stream_takes_and_refuses_is_reported_as_a_real_one_would()
    {
        var stream = await local.CreateStreamAsync(1);
        await local.NextWindowAsync();
        var from = local.Services.Clock.GetUtcNow();
        await local.Kinesis.PutRecordsAsync(new PutRecordsRequest
        {
            StreamName = stream,
            Records = [.. Enumerable.Range(0, 62).Select(_ => new PutRecordsRequestEntry { PartitionKey = "k", Data = new MemoryStream(new byte[9]) })],
        });
        await local.NextWindowAsync();
        var to = local.Services.Clock.GetUtcNow();

        var reply = await local.CloudWatch.GetMetricDataAsync(new GetMetricDataRequest
        {
            StartTime = from.UtcDateTime,
            EndTime = to.UtcDateTime,
            ScanBy = ScanBy.TimestampAscending,
            MetricDataQueries =
            [
                Query("bytes", stream, "IncomingBytes"), Query("records", stream, "IncomingRecords"), Query("throttled", stream, "WriteProvisionedThroughputExceeded"),
                Query("age", stream, "GetRecords.IteratorAgeMilliseconds", "Maximum"),
            ],
        });

        Assert.Equal(["bytes", "records", "throttled", "age"], reply.MetricDataResults.Select(result => result.Id));
        Assert.Equal([[600_000.0], [60_000.0], [2_000.0], []], reply.MetricDataResults.Select(result => result.Values ?? []));
        Assert.Equal(0, Assert.Single(reply.MetricDataResults[0].Timestamps).Second);
        Assert.All(reply.MetricDataResults, result => Assert.Equal(StatusCode.Complete, result.StatusCode));
    }

    [Fact]
    public async Task An_expression_that_needs_CloudWatch_itself_is_refused_in_one_sentence()
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonCloudWatchException>(() => local.CloudWatch.GetMetricDataAsync(new GetMetricDataRequest
        {
            StartTime = new DateTime(2026, 11, 20, 0, 0, 0, DateTimeKind.Utc),
            EndTime = new DateTime(2026, 11, 20, 1, 0, 0, DateTimeKind.Utc),
            MetricDataQueries = [new MetricDataQuery { Id = "e1", Expression = "SEARCH('{a}', 'Sum')" }],
        }));

        Assert.Equal("ValidationException", refused.ErrorCode);
        Assert.Equal("The expression 'SEARCH('{a}', 'Sum')' is not served locally: SEARCH and Metrics Insights need CloudWatch itself.", refused.Message);
    }

    [Fact]
    public async Task Rpc_v2_cbor_is_answered_in_kind()
    {
        var dimensions = new Dictionary<string, string> { ["StreamName"] = "cbor" };
        var minute = new DateTimeOffset(2026, 11, 19, 23, 0, 0, TimeSpan.Zero);
        local.Services.Metrics.Add("AWS/Kinesis", "IncomingBytes", dimensions, new MetricDatapoint(minute, 2, 3.5, 1, 2.5));
        var request = new Dictionary<string, object?>
        {
            ["StartTime"] = minute,
            ["EndTime"] = minute.AddMinutes(1),
            ["MetricDataQueries"] = new List<object?>
            {
                new Dictionary<string, object?>
                {
                    ["Id"] = "m1",
                    ["MetricStat"] = new Dictionary<string, object?>
                    {
                        ["Metric"] = new Dictionary<string, object?>
                        {
                            ["Namespace"] = "AWS/Kinesis",
                            ["MetricName"] = "IncomingBytes",
                            ["Dimensions"] = new List<object?> { new Dictionary<string, object?> { ["Name"] = "StreamName", ["Value"] = "cbor" } },
                        },
                        ["Period"] = 60,
                        ["Stat"] = "Sum",
                    },
                },
            },
        };

        var (status, reply) = await CborAsync("GetMetricData", request);

        Assert.Equal(HttpStatusCode.OK, status);
        var result = (Dictionary<string, object?>)((List<object?>)reply["MetricDataResults"]!).Single()!;
        Assert.Equal(("m1", "IncomingBytes", "Complete"), (result["Id"], result["Label"], result["StatusCode"]));
        Assert.Equal([3.5], (List<object?>)result["Values"]!);
        Assert.Equal([minute.ToUnixTimeSeconds()], (List<object?>)result["Timestamps"]!);

        var (refused, error) = await CborAsync("GetMetricData", new Dictionary<string, object?> { ["StartTime"] = minute });
        Assert.Equal(HttpStatusCode.BadRequest, refused);
        Assert.Equal(("com.amazonaws.cloudwatch#MissingRequiredParameterException", "The parameter EndTime is required."), (error["__type"], error["message"]));
    }

    [Fact]
    public async Task The_AWS_SDK_for_JavaScript_reads_what_it_put()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "Services", "cloudwatch-client.cjs");
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_NO_WARNINGS"] = "1";
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(LocalServicesFixture.NodeModules);
        start.ArgumentList.Add(local.Services.Endpoint.ToString());
        using var node = Process.Start(start)!;
        var (output, error) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await node.WaitForExitAsync();

        Assert.Equal("", await error);
        Assert.Equal(
            """
            application/x-amz-json-1.0
            {"Id":"m1","Label":"Age","StatusCode":"Complete","Timestamps":["2026-11-19T22:01:00.000Z","2026-11-19T22:00:00.000Z"],"Values":[7,2.5]}
            ValidationException: The statistic 'tm90' is not served locally: Sum, Average, Minimum, Maximum, SampleCount and percentiles (p99.9) are.
            """,
            (await output).Trim());
    }

    private static MetricDataQuery Query(string id, string stream, string metric, string statistic = "Sum") => new()
    {
        Id = id,
        MetricStat = new MetricStat
        {
            Metric = new Metric { Namespace = "AWS/Kinesis", MetricName = metric, Dimensions = [new Dimension { Name = "StreamName", Value = stream }] },
            Period = 60,
            Stat = statistic,
        },
    };

    private async Task<(HttpStatusCode Status, Dictionary<string, object?> Body)> CborAsync(string operation, Dictionary<string, object?> request)
    {
        using var http = new HttpClient();
        using var content = new ReadOnlyMemoryContent(CborValue.Write(request));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/cbor");
        using var message = new HttpRequestMessage(HttpMethod.Post, new Uri(local.Services.Endpoint, $"service/GraniteServiceVersion20100801/operation/{operation}")) { Content = content };
        message.Headers.Add("smithy-protocol", "rpc-v2-cbor");
        using var reply = await http.SendAsync(message);
        Assert.Equal("rpc-v2-cbor", Assert.Single(reply.Headers.GetValues("smithy-protocol")));
        Assert.Equal("application/cbor", reply.Content.Headers.ContentType!.MediaType);
        return (reply.StatusCode, (Dictionary<string, object?>)CborValue.Read(await reply.Content.ReadAsByteArrayAsync())!);
    }
}
