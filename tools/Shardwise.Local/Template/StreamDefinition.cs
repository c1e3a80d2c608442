using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>A stream as the template asks for it; what is null or empty is the service's to choose.</summary>
internal sealed record StreamDefinition(string LogicalId, string Name, string Arn)
{
    /// <summary>Null means on-demand.</summary>
    public int? ShardCount { get; private init; }

    public int RetentionHours { get; private init; }

    public int? MaxRecordKiB { get; private init; }

    /// <summary>What an on-demand stream is to take at once; needs the account's commitment.</summary>
    public int? WarmThroughputMiBps { get; private init; }

    /// <summary>How an on-demand stream gives records to shards: <c>AUTO</c> ignores their keys.</summary>
    public string? RecordDistribution { get; private init; }

    public IReadOnlyList<(string Key, string Value)> Tags { get; private init; } = [];

    /// <summary>The key that records are encrypted with; here they only say that they are.</summary>
    public string? EncryptionKey { get; private init; }

    public IReadOnlyList<string> ShardLevelMetrics { get; private init; } = [];

    public static StreamDefinition Read(TemplateResource resource)
    {
        var properties = resource.Properties;
        bool onDemand = properties.Text("StreamModeDetails.StreamMode") == "ON_DEMAND";
        int? shards = properties.OptionalInteger("ShardCount", 1, 100_000);
        if (!onDemand && shards is null)
        {
            throw properties.Problem("ShardCount", "is missing, and the stream is not on-demand");
        }

        return new StreamDefinition(resource.LogicalId, resource.Name, resource.Arn)
        {
            ShardCount = onDemand ? null : shards,
            RetentionHours = properties.Integer("RetentionPeriodHours", 24, 8760, 24),
            MaxRecordKiB = properties.OptionalInteger("MaxRecordSizeInKiB", 1024, 10_240),
            WarmThroughputMiBps = properties.OptionalInteger("WarmThroughputMiBps", 0, 10_240),
            RecordDistribution = properties.Text("RecordDistributionStrategy"),
            Tags = ReadTags(properties),
            EncryptionKey = ReadKey(properties),
            ShardLevelMetrics = [.. properties.List("DesiredShardLevelMetrics").Select(TemplateResolver.Text).OfType<string>()],
        };
    }

    // A tag whose value is not known here is none, and keeps no pipeline from running.
    private static IReadOnlyList<(string Key, string Value)> ReadTags(ResourceProperties properties)
    {
        try
        {
            return [.. properties.List("Tags").Select(tag => (TemplateResolver.Text(tag["Key"]) ?? "", TemplateResolver.Text(tag["Value"]) ?? ""))];
        }
        catch (LocalPipelineException)
        {
            return [];
        }
    }

    // A key that is not known here is one all the same.
    private static string? ReadKey(ResourceProperties properties) =>
        properties.Has("StreamEncryption") ? properties.OptionalText("StreamEncryption.KeyId") ?? "alias/aws/kinesis" : null;

    /// <summary>The request of <c>CreateStream</c> for it.</summary>
    public JsonObject ToCreateStream()
    {
        var request = new JsonObject
        {
            ["StreamName"] = Name,
            ["StreamModeDetails"] = new JsonObject { ["StreamMode"] = ShardCount is null ? "ON_DEMAND" : "PROVISIONED" },
        };
        void Add(string member, JsonNode? value)
        {
            if (value is not null)
            {
                request[member] = value;
            }
        }

        Add("ShardCount", ShardCount);
        Add("MaxRecordSizeInKiB", MaxRecordKiB);
        Add("WarmThroughputMiBps", WarmThroughputMiBps);
        Add("RecordDistributionStrategy", RecordDistribution);
        Add("Tags", Tags.Count == 0 ? null : new JsonObject(Tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)tag.Value))));
        return request;
    }
}
