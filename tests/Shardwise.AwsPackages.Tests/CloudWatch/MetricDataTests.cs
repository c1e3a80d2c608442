using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Shardwise.AwsPackages.Tests.Http;

namespace Shardwise.AwsPackages.Tests.CloudWatch;

/// <summary>The stand-in speaks AWS JSON 1.0; the real package speaks CBOR, which these tests do not decode.</summary>
public class MetricDataTests
{
    private static readonly DateTime Noon = new(2026, 11, 20, 12, 0, 0, DateTimeKind.Utc);

    [StandinFact]
    public async Task A_query_is_sent_as_AWS_JSON_1_0_signed_for_monitoring()
    {
        var service = new FakeService(Answer.Ok("{}"));
        using var client = Clients.CloudWatch(service);

        await client.GetMetricDataAsync(Query());

        Assert.Equal("https://monitoring.eu-central-1.amazonaws.com/", service.Request.Uri.AbsoluteUri);
        Assert.Equal("application/x-amz-json-1.0", service.Request.Headers["Content-Type"]);
        Assert.Equal("GraniteServiceVersion20100801.GetMetricData", service.Request.Headers["X-Amz-Target"]);
        Assert.Equal(
            SigV4.Authorization(service.Request, "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "eu-central-1", "monitoring"),
            service.Request.Headers["Authorization"]);
        SentRequest.AssertBody(
            """
            {
              "StartTime": 1795172400, "EndTime": 1795176000, "ScanBy": "TimestampAscending",
              "MetricDataQueries": [{
                "Id": "bytes", "ReturnData": true,
                "MetricStat": {
                  "Period": 60, "Stat": "Sum", "Unit": "Bytes",
                  "Metric": {
                    "Namespace": "AWS/Kinesis", "MetricName": "IncomingBytes",
                    "Dimensions": [{ "Name": "StreamName", "Value": "clicks" }]
                  }
                }
              }]
            }
            """,
            service.Request);
    }

    [StandinFact]
    public async Task Results_are_read_with_times_and_values()
    {
        using var client = Clients.CloudWatch(new FakeService(Answer.Ok(
            """
            {"Messages":[],"MetricDataResults":[
              {"Id":"bytes","Label":"IncomingBytes","StatusCode":"PartialData","Timestamps":[1795172400,1.79517246E9],"Values":[1,2.5E7]},
              {"Id":"none","Label":"x","StatusCode":"Complete","Timestamps":[],"Values":[]}]}
            """)));

        var response = await client.GetMetricDataAsync(Query());

        var bytes = response.MetricDataResults[0];
        Assert.Equal("bytes", bytes.Id);
        Assert.Equal(StatusCode.PartialData, bytes.StatusCode);
        Assert.Equal([Noon.AddHours(-1), Noon.AddHours(-1).AddMinutes(1)], bytes.Timestamps);
        Assert.All(bytes.Timestamps, t => Assert.Equal(DateTimeKind.Utc, t.Kind));
        Assert.Equal([1, 25_000_000], bytes.Values);
        Assert.Empty(response.MetricDataResults[1].Values);
        Assert.Null(response.NextToken);
    }

    [StandinFact]
    public async Task Metrics_are_put_with_their_statistics()
    {
        var service = new FakeService(Answer.Ok());
        using var client = Clients.CloudWatch(service);

        await client.PutMetricDataAsync(new PutMetricDataRequest
        {
            Namespace = "Shardwise",
            MetricData =
            [
                new MetricDatum
                {
                    MetricName = "Utilization",
                    Timestamp = Noon.AddMilliseconds(5),
                    Unit = StandardUnit.BytesSecond,
                    Value = 0.5,
                    StatisticValues = new StatisticSet { SampleCount = 2, Sum = 3, Minimum = 1, Maximum = 2 },
                },
            ],
        });

        SentRequest.AssertBody(
            """
            {"Namespace":"Shardwise","MetricData":[{"MetricName":"Utilization","Timestamp":1795176000.005,"Unit":"Bytes/Second","Value":0.5,
              "StatisticValues":{"SampleCount":2,"Sum":3,"Minimum":1,"Maximum":2}}]}
            """,
            service.Request);
    }

    [StandinFact]
    public async Task Errors_are_known_under_their_JSON_names_and_their_query_names()
    {
        await Assert.ThrowsAsync<InvalidNextTokenException>(() => RefusedAsync("com.amazonaws.cloudwatch#InvalidNextToken", Get));
        await Assert.ThrowsAsync<InvalidParameterValueException>(() => RefusedAsync("InvalidParameterValueException", Put));
        await Assert.ThrowsAsync<InvalidParameterValueException>(() => RefusedAsync("InvalidParameterValue", Put));
        await Assert.ThrowsAsync<MissingRequiredParameterException>(() => RefusedAsync("MissingParameter", Put));
        await Assert.ThrowsAsync<InvalidParameterCombinationException>(() => RefusedAsync("InvalidParameterCombinationException", Put));
        await Assert.ThrowsAsync<InternalServiceException>(() => RefusedAsync("InternalServiceFault", Put));
        await Assert.ThrowsAsync<AmazonCloudWatchException>(() => RefusedAsync("ThrottlingException", Get));
    }

    private static Task Get(AmazonCloudWatchClient client) => client.GetMetricDataAsync(new GetMetricDataRequest());

    private static Task Put(AmazonCloudWatchClient client) => client.PutMetricDataAsync(new PutMetricDataRequest());

    private static async Task RefusedAsync(string code, Func<AmazonCloudWatchClient, Task> call)
    {
        using var client = Clients.CloudWatch(new FakeService(Answer.Error(code)));
        await call(client);
    }

    private static GetMetricDataRequest Query() => new()
    {
        StartTime = Noon.AddHours(-1),
        EndTime = Noon,
        ScanBy = ScanBy.TimestampAscending,
        MetricDataQueries =
        [
            new MetricDataQuery
            {
                Id = "bytes",
                ReturnData = true,
                MetricStat = new MetricStat
                {
                    Period = 60,
                    Stat = "Sum",
                    Unit = StandardUnit.Bytes,
                    Metric = new Metric
                    {
                        Namespace = "AWS/Kinesis",
                        MetricName = "IncomingBytes",
                        Dimensions = [new Dimension { Name = "StreamName", Value = "clicks" }],
                    },
                },
            },
        ],
    };
}
