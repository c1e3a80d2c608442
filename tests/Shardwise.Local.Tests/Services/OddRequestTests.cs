using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Shardwise.Local.Routing;
using Shardwise.Local.Tests.Runtime;

namespace Shardwise.Local.Tests.Services;

/// <summary>Requests whose members are missing, of another type or out of every range: each is answered, or refused by the service's own error.</summary>
public sealed partial class OddRequestTests
{
    private const int RequestsOfAnOperation = 40;

    private const string Resources = """
        "In":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"in","ShardCount":1}},
        "Queue":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"queue"}},
        "Ordered":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"ordered.fifo","FifoQueue":true}},
        "Topic":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":"topic"}},
        "Rule":{"Type":"AWS::Events::Rule","Properties":{"Name":"rule","EventPattern":{"source":["mine"]}}},
        "Alarm":{"Type":"AWS::CloudWatch::Alarm","Properties":{"AlarmName":"alarm","Namespace":"N","MetricName":"M","Statistic":"Sum","Period":60,"EvaluationPeriods":1,"Threshold":1,
          "ComparisonOperator":"GreaterThanThreshold"}},
        "Lake":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"lake"}},
        "Role":{"Type":"AWS::IAM::Role","Properties":{"RoleName":"r"}},
        "Delivery":{"Type":"AWS::KinesisFirehose::DeliveryStream","Properties":{"DeliveryStreamName":"delivery","DeliveryStreamType":"DirectPut",
          "ExtendedS3DestinationConfiguration":{"BucketARN":{"Fn::GetAtt":["Lake","Arn"]},"RoleARN":{"Fn::GetAtt":["Role","Arn"]}}}}
        """;

    // Where each service's requests are read.
    private static readonly Dictionary<string, string> Folders = new(StringComparer.Ordinal)
    {
        ["SQS"] = "Sqs", ["SNS"] = "Sns", ["EventBridge"] = "Events", ["CloudWatch"] = "CloudWatch", ["Firehose"] = "Firehose",
    };

    // What makes sense for a member, so that a request gets beyond the first check; any other name is a text.
    private static readonly Dictionary<string, string[]> Sensible = new(StringComparer.Ordinal)
    {
        ["QueueUrl"] = ["http://x/000000000000/queue", "http://x/000000000000/ordered.fifo"],
        ["TopicArn"] = ["arn:aws:sns:us-east-1:000000000000:topic"],
        ["StreamName"] = ["in"],
        ["DeliveryStreamName"] = ["delivery"],
        ["AlarmName"] = ["alarm"],
        ["Rule"] = ["rule"],
        ["Name"] = ["rule", "topic"],
        ["Protocol"] = ["sqs", "https"],
        ["Endpoint"] = ["arn:aws:sqs:us-east-1:000000000000:queue", "https://x"],
        ["EventPattern"] = ["""{"source":["mine"]}"""],
        ["ScheduleExpression"] = ["rate(1 minute)"],
        ["Expression"] = ["m1 + 1", "1"],
        ["StateValue"] = ["OK", "ALARM"],
        ["Statistic"] = ["Sum", "p99"],
        ["ComparisonOperator"] = ["GreaterThanThreshold"],
        ["AlarmRule"] = ["ALARM(alarm)"],
        ["Data"] = ["eA=="],
        ["Detail"] = ["{}"],
        ["StartTime"] = ["1795132800"],
        ["EndTime"] = ["1795140000"],
    };

    private static readonly string[] Odd =
        ["null", "\"\"", "0", "-1", "1e300", "-9223372036854775808", "0.5", "true", "[]", "{}", "[null]", "[{}]", "[\"x\",\"x\"]", "{\"x\":null}", "{\"x\":{}}", "\"{\"", "\"\\u0000\""];

    private static readonly string[] Plain = ["\"x\"", "\"x\"", "1", "10", "60", "true", "[\"x\"]", "{\"x\":\"y\"}"];

    [Theory]
    [InlineData("""{"QueueName":"half of a pair: \ud83d"}""", 400, "SerializationException")]
    [InlineData("""{"QueueName":"queue""", 400, "SerializationException")]
    [InlineData("""["queue"]""", 400, "The request must be a structure.")]
    [InlineData("""{"QueueName":"no-queue","QueueName":"queue"}""", 200, "/000000000000/queue")]
    public async Task A_body_that_is_no_structure_of_texts_is_refused_and_of_a_name_that_comes_twice_the_last_counts(string body, int status, string said)
    {
        using var folder = new TemporaryDirectory();
        await using var services = await LocalServices.StartAsync(new LocalServicesOptions { DataDirectory = folder.Path }, null, CancellationToken.None);
        services.Queues.Create("queue", new Dictionary<string, string>());
        using var http = new HttpClient();
        using var request = Request(services.Endpoint.ToString(), services.Router.Rows.Single(row => row.Name == "SQS"), "GetQueueUrl", []);
        request.Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.0"));

        using var reply = await http.SendAsync(request);

        Assert.Equal(status, (int)reply.StatusCode);
        Assert.Contains(said, await reply.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Characters_that_XML_has_not_are_in_its_answers_all_the_same()
    {
        using var folder = new TemporaryDirectory();
        await using var services = await LocalServices.StartAsync(new LocalServicesOptions { DataDirectory = folder.Path }, null, CancellationToken.None);
        using var http = new HttpClient { BaseAddress = services.Endpoint };
        (await http.PutAsync(new Uri("lake", UriKind.Relative), null)).EnsureSuccessStatusCode();
        (await http.PutAsync(new Uri("lake/a%01b%0Dc", UriKind.Relative), new StringContent("x"))).EnsureSuccessStatusCode();

        Assert.Contains("<Key>a&#x1;b&#xD;c</Key>", await http.GetStringAsync(new Uri("lake", UriKind.Relative)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_request_is_answered_with_a_failure_of_the_services_themselves()
    {
        await using var heard = await HeardPipeline.StartAsync(Resources, options => options with { EnforcePermissions = false });
        using var http = new HttpClient();
        var failures = new List<string>();
        var random = new Random(20261130);
        foreach (var row in heard.Pipeline.Services.Router.Rows.Where(row => Folders.ContainsKey(row.Name)))
        {
            string[] names = [.. MemberNames(Folders[row.Name]).Order(StringComparer.Ordinal)];
            foreach (string operation in row.Operations.Order(StringComparer.Ordinal).Where(operation => !Waits(operation)))
            {
                for (int round = 0; round < RequestsOfAnOperation; round++)
                {
                    var members = Structure(random, names, depth: 0);
                    using var request = Request(heard.Endpoint, row, operation, members);
                    using var reply = await http.SendAsync(request);
                    if ((int)reply.StatusCode >= 500)
                    {
                        string answer = await reply.Content.ReadAsStringAsync();
                        failures.Add($"{row.Name} {operation}: {(int)reply.StatusCode} {answer[..Math.Min(200, answer.Length)]} to {members.ToJsonString()}");
                        break;
                    }
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    // A subscription is a connection that stays; what deletes takes away what the others are asked of.
    private static bool Waits(string operation) => operation == "SubscribeToShard" || operation.StartsWith("Delete", StringComparison.Ordinal);

    private static HttpRequestMessage Request(string endpoint, ServiceRow row, string operation, JsonObject members)
    {
        HttpContent content = row.Target is null
            ? new FormUrlEncodedContent([new("Action", operation), new("Version", row.QueryVersion), .. Flat(members, "")])
            : new StringContent(members.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/x-amz-json-1.1"));
        var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        if (row.Target is not null)
        {
            request.Headers.Add("X-Amz-Target", $"{row.Target}.{operation}");
        }

        request.Headers.TryAddWithoutValidation("X-Amz-Date", "20261129T000000Z");
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=mine/20261129/us-east-1/{row.SigningName}/aws4_request, SignedHeaders=host, Signature=0");
        return request;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Flat(JsonNode? node, string name) => node switch
    {
        null => [],
        JsonObject map => map.SelectMany(member => Flat(member.Value, name.Length == 0 ? member.Key : $"{name}.{member.Key}")),
        JsonArray list => list.SelectMany((item, place) => Flat(item, string.Create(CultureInfo.InvariantCulture, $"{name}.member.{place + 1}"))),
        _ => [new(name, node.ToString())],
    };

    private static JsonObject Structure(Random random, string[] names, int depth)
    {
        var structure = new JsonObject();
        foreach (string name in names.Where(_ => random.Next(3) > 0))
        {
            structure[name] = random.Next(8) == 0 ? JsonNode.Parse(Odd[random.Next(Odd.Length)])
                : Sensible.TryGetValue(name, out var sensible) ? sensible[random.Next(sensible.Length)]
                : depth < 2 && random.Next(3) == 0 && Nested(random, names, depth) is { } nested ? nested
                : JsonNode.Parse(Plain[random.Next(Plain.Length)]);
        }

        return structure;
    }

    private static JsonNode Nested(Random random, string[] names, int depth)
    {
        string[] some = [.. names.Where(_ => random.Next(4) == 0)];
        return random.Next(2) == 0 ? Structure(random, some, depth + 1) : new JsonArray(Structure(random, some, depth + 1), Structure(random, some, depth + 1));
    }

    // Every member that a service asks for, from its source.
    private static IEnumerable<string> MemberNames(string folder) =>
        Directory.EnumerateFiles(Path.Combine(LocalServicesFixture.NodeModules, "..", "tools", "Shardwise.Local", folder), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Member().Matches(File.ReadAllText(file))).Select(match => match.Groups["name"].Value).Distinct();

    [GeneratedRegex("""\.(Text|OptionalText|Number|OptionalNumber|Time|OptionalTime|Flag|Structures?|Numbers|Texts|Map|StructureMap|Bytes|Nodes|Keys|Has)\("(?<name>[A-Z]\w+)"|Seconds\(\w+, "(?<name>\w+)"|Integer\("(?<name>[A-Z]\w+)""")]
    private static partial Regex Member();
}
