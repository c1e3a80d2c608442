using System.Text.Json.Nodes;

namespace Shardwise.Local.Firehose;

/// <summary>What DescribeDeliveryStream answers: the template's properties under the API's names, without secrets.</summary>
internal static class DeliveryStreamDescription
{
    private const string DestinationId = "destinationId-000000000001";
    private const string Configuration = "Configuration";

    public static string TypeOf(DeliveryStreamDefinition definition) => definition.SourceStreamArn is null ? "DirectPut" : "KinesisStreamAsSource";

    public static Dictionary<string, object?> Of(DeliveryStream stream)
    {
        var definition = stream.Definition;
        var description = new Dictionary<string, object?>
        {
            ["DeliveryStreamName"] = definition.Name,
            ["DeliveryStreamARN"] = definition.Arn,
            ["DeliveryStreamStatus"] = "ACTIVE",
            ["DeliveryStreamType"] = TypeOf(definition),
            ["VersionId"] = "1",
            ["CreateTimestamp"] = stream.Created,
            ["Destinations"] = new List<object?> { Destination(definition.Properties) },
            ["HasMoreDestinations"] = false,
        };
        if (definition.SourceStreamArn is { } arn)
        {
            description["Source"] = new Dictionary<string, object?>
            {
                ["KinesisStreamSourceDescription"] = new Dictionary<string, object?>
                {
                    ["KinesisStreamARN"] = arn,
                    ["RoleARN"] = definition.Properties["KinesisStreamSourceConfiguration"]?["RoleARN"]?.ToString(),
                    ["DeliveryStartTimestamp"] = stream.Created,
                },
            };
        }

        return description;
    }

    private static Dictionary<string, object?> Destination(JsonObject properties)
    {
        var destination = new Dictionary<string, object?> { ["DestinationId"] = DestinationId };
        foreach (var (name, value) in properties)
        {
            if (name.EndsWith("Destination" + Configuration, StringComparison.Ordinal))
            {
                destination[name[..^Configuration.Length] + "Description"] = Value(value);
            }
        }

        return destination;
    }

    private static object? Value(JsonNode? node) => node switch
    {
        JsonObject map => map.Where(member => !IsSecret(member.Key)).ToDictionary(member => Name(member.Key), member => Value(member.Value)),
        JsonArray list => list.Select(item => Value(item)).ToList(),
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        JsonValue value when value.TryGetValue(out double number) => number == Math.Truncate(number) ? (long)number : number,
        JsonValue value => value.ToString(),
        _ => null,
    };

    private static bool IsSecret(string name) => name is "AccessKey" or "Password" or "HECToken" or "PrivateKey" or "KeyPassphrase";

    // What is configured as S3Configuration is described as S3DestinationDescription, and so on.
    private static string Name(string name) => name switch
    {
        "S3Configuration" => "S3DestinationDescription",
        "S3BackupConfiguration" => "S3BackupDescription",
        _ => name,
    };
}
