using Shardwise.Local.Routing;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Firehose;

/// <summary>Delivery streams as other services send to them: topics, rules, schedules.</summary>
internal sealed class FirehoseTarget(IReadOnlyDictionary<string, DeliveryStream> streams) : ITarget
{
    public bool Takes(string arn) => Find(arn) is not null;

    public NeededPermission Needs(string arn) => new("firehose:PutRecord", arn);

    public Task SendAsync(string arn, TargetMessage message, CancellationToken cancellationToken)
    {
        FirehoseService.RequirePutsTo(Find(arn)!).Put([message.Body.ToArray()]);
        return Task.CompletedTask;
    }

    private DeliveryStream? Find(string arn) => streams.Values.FirstOrDefault(stream => stream.Definition.Arn == arn);
}
