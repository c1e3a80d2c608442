using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shardwise.Local.Firehose;

/// <summary>Reads a delivery stream's properties, and refuses what AWS would refuse when the stack is deployed.</summary>
internal static partial class DeliveryStreamReader
{
    private const string Suffix = "DestinationConfiguration";

    /// <param name="logicalId">The resource's logical id.</param>
    /// <param name="name">The delivery stream's name.</param>
    /// <param name="arn">Its ARN.</param>
    /// <param name="properties">Its properties, references resolved.</param>
    /// <param name="tables">The Glue tables of the template.</param>
    /// <exception cref="LocalPipelineException">A property is missing or not what AWS takes.</exception>
    public static DeliveryStreamDefinition Read(string logicalId, string name, string arn, JsonObject properties, GlueTables tables)
    {
        var settings = new Settings(logicalId, "", properties);
        if (!StreamName().IsMatch(name))
        {
            throw settings.Problem("DeliveryStreamName", $"is '{name}'; AWS allows 1 to 64 letters, digits, '_', '.' and '-'");
        }

        string destination = Destination(settings, properties);
        var target = settings.RequiredSection(destination);
        var processing = ProcessingReader.Read(target.Section("ProcessingConfiguration"), target.Text("RoleARN"));
        return new DeliveryStreamDefinition
        {
            LogicalId = logicalId,
            Name = name,
            Arn = arn,
            SourceStreamArn = SourceStream(settings),
            SourceRoleArn = settings.Section("KinesisStreamSourceConfiguration")?.Text("RoleARN"),
            Processing = processing,
            Destination = destination switch
            {
                "S3" + Suffix or "ExtendedS3" + Suffix => S3Reader.Read(target, processing, tables),
                "HttpEndpoint" + Suffix => HttpReader.Read(name, target),
                _ => OtherReader.Read(name, destination[..^Suffix.Length], target),
            },
            Properties = properties,
        };
    }

    private static string Destination(Settings settings, JsonObject properties)
    {
        string[] destinations =
        [
            .. properties.Where(property => property.Key.EndsWith(Suffix, StringComparison.Ordinal) && property.Value is JsonObject)
                .Select(property => property.Key),
        ];
        return destinations.Length == 1
            ? destinations[0]
            : throw settings.Problem("*" + Suffix, $"is there {destinations.Length} times; AWS asks for exactly one destination");
    }

    private static string? SourceStream(Settings settings)
    {
        string type = settings.Choice(
            "DeliveryStreamType", settings.Has("KinesisStreamSourceConfiguration") ? "KinesisStreamAsSource" : "DirectPut",
            "DirectPut", "KinesisStreamAsSource", "MSKAsSource", "DatabaseAsSource");
        return type switch
        {
            "DirectPut" => null,
            "KinesisStreamAsSource" => settings.RequiredSection("KinesisStreamSourceConfiguration").RequiredText("KinesisStreamARN"),
            _ => throw settings.NotRun("DeliveryStreamType", $"is '{type}', a source that does not run here"),
        };
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9_.-]{1,64}\z")]
    private static partial Regex StreamName();
}
