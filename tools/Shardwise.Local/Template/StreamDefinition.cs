namespace Shardwise.Local.Template;

/// <summary>A stream as the template asks for it; no shard count means on-demand, no record size the service's own.</summary>
internal sealed record StreamDefinition(string LogicalId, string Name, string Arn, int? ShardCount, int RetentionHours, int? MaxRecordKiB)
{
    public static StreamDefinition Read(TemplateResource resource)
    {
        var properties = resource.Properties;
        bool onDemand = properties.Text("StreamModeDetails.StreamMode") == "ON_DEMAND";
        int? shards = properties.OptionalInteger("ShardCount", 1, 100_000);
        if (!onDemand && shards is null)
        {
            throw properties.Problem("ShardCount", "is missing, and the stream is not on-demand");
        }

        return new StreamDefinition(
            resource.LogicalId,
            resource.Name,
            resource.Arn,
            onDemand ? null : shards,
            properties.Integer("RetentionPeriodHours", 24, 8760, 24),
            properties.OptionalInteger("MaxRecordSizeInKiB", 1024, 10_240));
    }
}
