using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Events;

/// <summary>The buses of the account, their rules, and what becomes of events.</summary>
/// <param name="region">The region in ARNs.</param>
/// <param name="account">The account in ARNs.</param>
/// <param name="targets">Where events go.</param>
internal sealed class EventBuses(string region, string account, TargetDirectory targets)
{
    public const string Default = "default";

    private readonly ConcurrentDictionary<string, EventRule> _rules = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _buses = new(StringComparer.Ordinal) { [Default] = true };

    /// <summary>Hears of what is not delivered: the rule's ARN and why.</summary>
    public event Action<string, string>? Said;

    public IReadOnlyList<string> Names => [.. _buses.Keys.Order(StringComparer.Ordinal)];

    public IReadOnlyList<EventRule> Rules(string bus) => [.. _rules.Values.Where(rule => rule.Bus == bus)
        .OrderBy(rule => rule.Name, StringComparer.Ordinal)];

    public string ArnOf(string bus) => $"arn:aws:events:{region}:{account}:event-bus/{bus}";

    public string RuleArn(string bus, string rule) => $"arn:aws:events:{region}:{account}:rule/{(bus == Default ? "" : bus + "/")}{rule}";

    /// <summary>The name in a bus's name or ARN.</summary>
    public static string NameIn(string? nameOrArn) => nameOrArn is null or "" ? Default : nameOrArn[(nameOrArn.LastIndexOf('/') + 1)..];

    public void AddBus(string name) => _buses[name] = true;

    public bool HasBus(string name) => _buses.ContainsKey(name);

    public EventRule Put(EventRule rule) => _rules[rule.Arn] = rule;

    public EventRule? Find(string bus, string name) => _rules.GetValueOrDefault(RuleArn(bus, name));

    public void Delete(EventRule rule) => _rules.TryRemove(rule.Arn, out _);

    /// <summary>Takes an event: each enabled rule of the bus whose pattern matches it sends it to its targets.</summary>
    public async Task TakeAsync(string bus, JsonObject occurrence, CancellationToken cancellationToken)
    {
        foreach (var rule in Rules(bus).Where(rule => rule.IsEnabled && rule.Pattern?.Matches(occurrence) == true))
        {
            foreach (var target in rule.Targets)
            {
                await SendAsync(target, target.Message(occurrence, rule.Name, rule.Arn, "events.amazonaws.com"),
                    cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends what a rule or schedule has for a target; what cannot be delivered goes to its dead letters, and is said.</summary>
    public async Task SendAsync(EventTarget target, TargetMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await targets.SendAsync(target.Arn, message, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsError error)
        {
            Said?.Invoke(message.SourceArn, $"the event for {target.Arn} is not delivered: {error.Message}");
            if (target.DeadLetterArn is { } queue && targets.Takes(queue))
            {
                await BuryAsync(queue, message, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task BuryAsync(string queue, TargetMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await targets.SendAsync(queue, message with { RoleArn = null }, cancellationToken).ConfigureAwait(false);
        }
        catch (AwsError error)
        {
            Said?.Invoke(message.SourceArn, $"nor is it to {queue}: {error.Message}");
        }
    }
}
