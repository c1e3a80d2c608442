using System.Text.Json.Nodes;
using Shardwise.Local.Firehose;

namespace Shardwise.Local.Tests.Firehose;

/// <summary>Every delivery stream of the approved templates of the constructs: none is refused, and of those that do not run the reason is said.</summary>
public sealed class ApprovedTemplateTests
{
    [Fact]
    public void Delivery_streams_that_the_constructs_make_are_read()
    {
        var streams = DeliveryStreams().ToList();
        Assert.InRange(streams.Count, 30, 200);

        var reasons = streams.Select(stream => (stream.File, Reason: Reason(stream.Properties))).Where(stream => stream.Reason is not null).ToList();

        Assert.All(reasons, stream => Assert.True(
            stream.Reason!.StartsWith("DeliveryStreamType is '", StringComparison.Ordinal)
                || stream.Reason.Contains("OrcSerDe asks for ORC", StringComparison.Ordinal)
                || stream.Reason.Contains("the template has no such AWS::Glue::Table", StringComparison.Ordinal),
            $"{stream.File}: {stream.Reason}"));
        Assert.InRange(reasons.Count, 1, 8);
    }

    private static string? Reason(JsonObject properties)
    {
        try
        {
            FirehoseRun.Read("clicks", properties.ToJsonString());
            return null;
        }
        catch (DoesNotRunException exception)
        {
            return exception.Message;
        }
    }

    private static IEnumerable<(string File, JsonObject Properties)> DeliveryStreams() =>
        from file in Directory.EnumerateFiles(Path.Combine(Services.LocalServicesFixture.NodeModules, "..", "tests", "Shardwise.Constructs.Tests"), "*.approved.json", SearchOption.AllDirectories)
        let resources = (JsonNode.Parse(File.ReadAllText(file)) as JsonObject)?["Resources"] as JsonObject
        where resources is not null
        from resource in resources
        where resource.Value?["Type"]?.ToString() == "AWS::KinesisFirehose::DeliveryStream"
        select (Path.GetFileName(file), (JsonObject)Resolved(resource.Value["Properties"], "")!);

    // References as they would be resolved, as far as their form matters.
    private static JsonNode? Resolved(JsonNode? node, string name) => node switch
    {
        JsonObject { Count: 1 } call when call.First().Key is "Ref" || call.First().Key.StartsWith("Fn::", StringComparison.Ordinal) =>
            name.EndsWith("ARN", StringComparison.OrdinalIgnoreCase) ? "arn:aws:service:us-east-1:000000000000:name" : "value",
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Resolved(member.Value, member.Key)))),
        JsonArray list => new JsonArray([.. list.Select(item => Resolved(item, name))]),
        _ => node?.DeepClone(),
    };
}
