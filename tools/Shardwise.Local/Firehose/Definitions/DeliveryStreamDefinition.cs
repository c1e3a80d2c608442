using System.Text.Json.Nodes;

namespace Shardwise.Local.Firehose;

/// <summary>A delivery stream as the template has it, checked and with defaults filled in.</summary>
internal sealed record DeliveryStreamDefinition
{
    public required string LogicalId { get; init; }

    public required string Name { get; init; }

    public required string Arn { get; init; }

    /// <summary>The stream that it reads; null where records are put directly.</summary>
    public required string? SourceStreamArn { get; init; }

    /// <summary>The role that the stream is read with; null: none is named.</summary>
    public string? SourceRoleArn { get; init; }

    public required ProcessingDefinition Processing { get; init; }

    public required DestinationDefinition Destination { get; init; }

    /// <summary>The resource's properties: what a description gives back.</summary>
    public required JsonObject Properties { get; init; }
}
