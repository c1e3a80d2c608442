using System.Text.Json;
using System.Text.Json.Nodes;
using Shardwise.Local.Routing;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Events;

/// <summary>Buses as targets: of rules of other buses, and of functions' destinations. The message is the event.</summary>
internal sealed class BusTarget(EventBuses buses) : ITarget
{
    /// <inheritdoc/>
    public bool Takes(string arn) => arn.Contains(":event-bus/", StringComparison.Ordinal) && buses.HasBus(EventBuses.NameIn(arn));

    /// <inheritdoc/>
    public NeededPermission Needs(string arn) => new("events:PutEvents", arn);

    /// <inheritdoc/>
    public Task SendAsync(string arn, TargetMessage message, CancellationToken cancellationToken)
    {
        try
        {
            return buses.TakeAsync(
                EventBuses.NameIn(arn), JsonNode.Parse(message.Body.Span) as JsonObject
                    ?? throw new AwsError("MalformedDetail", "What is sent to a bus must be an event."), cancellationToken);
        }
        catch (JsonException)
        {
            throw new AwsError("MalformedDetail", "What is sent to a bus must be an event.");
        }
    }
}
