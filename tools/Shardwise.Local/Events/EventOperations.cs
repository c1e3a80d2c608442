using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Shardwise.Local.Patterns;
using Shardwise.Local.Routing;
using Shardwise.Local.Rpc;

namespace Shardwise.Local.Events;

/// <summary>The operations of EventBridge.</summary>
internal sealed class EventOperations
{
    // The PutEvents API reference.
    private const int MostEntries = 10;
    private const int LargestEntry = 1_048_576;

    private readonly EventBuses _buses;
    private readonly TimeProvider _clock;
    private readonly string _region;
    private readonly string _account;

    public EventOperations(EventBuses buses, TimeProvider clock, string region, string account)
    {
        (_buses, _clock, _region, _account) = (buses, clock, region, account);
        Table = new Dictionary<string, RpcOperation>(StringComparer.Ordinal)
        {
            ["PutEvents"] = PutEventsAsync,
            ["PutRule"] = Answer(PutRule),
            ["DeleteRule"] = Answer(DeleteRule),
            ["PutTargets"] = Answer(PutTargets),
            ["RemoveTargets"] = Answer(RemoveTargets),
            ["ListRules"] = Answer(ListRules),
            ["ListTargetsByRule"] = Answer(request => new()
            {
                ["Targets"] = Rule(request, "Rule").Targets
                .Select(target => (object?)new Dictionary<string, object?> { ["Id"] = target.Id, ["Arn"] = target.Arn }).ToList()
            }),
            ["DescribeRule"] = Answer(request => Tell(Rule(request, "Name"))),
            ["EnableRule"] = Answer(request => Enable(request, true)),
            ["DisableRule"] = Answer(request => Enable(request, false)),
            ["ListEventBuses"] = Answer(_ => new()
            {
                ["EventBuses"] = _buses.Names
                .Select(name => (object?)new Dictionary<string, object?> { ["Name"] = name, ["Arn"] = _buses.ArnOf(name) }).ToList()
            }),
            ["TestEventPattern"] = Answer(TestEventPattern),
        };
    }

    public IReadOnlyDictionary<string, RpcOperation> Table { get; }

    public RpcService Service => new()
    {
        Name = "EventBridge", SigningName = "events", Target = "AWSEvents", Operations = Table, Needs = Needs,
    };

    private IReadOnlyList<NeededPermission>? Needs(RpcCall call) => call.Call.Operation switch
    {
        "PutEvents" => [.. call.Request.Structures("Entries")
            .Select(entry => new NeededPermission("events:PutEvents", _buses.ArnOf(EventBuses.NameIn(entry.OptionalText("EventBusName"))))
        {
            Context = new Dictionary<string, string?>
            {
                ["events:source"] = entry.OptionalText("Source"),
                ["events:detail-type"] = entry.OptionalText("DetailType"),
                ["events:eventBusInvocation"] = null,
            },
        })],
        "ListRules" or "ListEventBuses" or "TestEventPattern" => [new NeededPermission("events:" + call.Call.Operation, "*")],
        _ => [new NeededPermission(
            "events:" + call.Call.Operation,
            _buses.RuleArn(EventBuses.NameIn(call.Request.OptionalText("EventBusName")), call.Request.OptionalText("Rule")
                ?? call.Request.OptionalText("Name") ?? "*"))],
    };

    private static RpcOperation Answer(Func<ServiceRequest, Dictionary<string, object?>?> operation) => call =>
        Task.FromResult(operation(call.Request));

    private async Task<Dictionary<string, object?>?> PutEventsAsync(RpcCall call)
    {
        var entries = call.Request.Structures("Entries");
        if (entries.Count is 0 or > MostEntries)
        {
            throw AwsError.Validation("1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length less "
                + $"than or equal to {MostEntries} and at least 1; it has {entries.Count}.");
        }

        var results = new List<object?>();
        int failed = 0;
        foreach (var entry in entries)
        {
            try
            {
                string bus = EventBuses.NameIn(entry.OptionalText("EventBusName"));
                var occurrence = Read(entry);
                // To a bus that is not there AWS takes events and drops them.
                await _buses.TakeAsync(bus, occurrence, call.Aborted).ConfigureAwait(false);
                results.Add(new Dictionary<string, object?> { ["EventId"] = occurrence["id"]!.ToString() });
            }
            catch (AwsError error)
            {
                failed++;
                results.Add(new Dictionary<string, object?> { ["ErrorCode"] = error.Code, ["ErrorMessage"] = error.Message });
            }
        }

        return new() { ["FailedEntryCount"] = (long)failed, ["Entries"] = results };
    }

    private JsonObject Read(ServiceRequest entry)
    {
        static AwsError Invalid(string message) => new("InvalidArgument", message);
        string Required(string name) => entry.OptionalText(name) is { Length: > 0 } text ? text
            : throw Invalid($"Parameter {name} is not valid. Reason: {name} is a required argument.");
        string source = Required("Source"), type = Required("DetailType"), detail = Required("Detail");
        if (source.StartsWith("aws.", StringComparison.Ordinal))
        {
            throw new AwsError("NotAuthorizedForSourceException", "Not authorized for the source.");
        }

        if (Encoding.UTF8.GetByteCount(source) + Encoding.UTF8.GetByteCount(type) + Encoding.UTF8.GetByteCount(detail) > LargestEntry)
        {
            throw Invalid("Total size of the entries in the request is over the limit.");
        }

        JsonNode? body;
        try
        {
            body = JsonNode.Parse(detail) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }

        return new JsonObject
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid().ToString(),
            ["detail-type"] = type,
            ["source"] = source,
            ["account"] = _account,
            ["time"] = (entry.OptionalTime("Time") ?? _clock.GetUtcNow()).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'",
                CultureInfo.InvariantCulture),
            ["region"] = _region,
            ["resources"] = new JsonArray([.. entry.Texts("Resources").Select(resource => (JsonNode)resource)]),
            ["detail"] = body ?? throw new AwsError("MalformedDetail", "Detail is malformed."),
        };
    }

    private Dictionary<string, object?> PutRule(ServiceRequest request)
    {
        string bus = Bus(request), name = request.Text("Name");
        var rule = _buses.Find(bus, name) ?? new EventRule(name, _buses.RuleArn(bus, name), bus);
        rule.PatternText = request.OptionalText("EventPattern");
        rule.Pattern = rule.PatternText is { } text ? Pattern(text)
            : throw AwsError.Validation("Rules with a schedule are not made by calls here: the template has them.");
        rule.IsEnabled = request.OptionalText("State") != "DISABLED";
        return new() { ["RuleArn"] = _buses.Put(rule).Arn };
    }

    private Dictionary<string, object?>? DeleteRule(ServiceRequest request)
    {
        if (_buses.Find(Bus(request), request.Text("Name")) is { } rule)
        {
            _buses.Delete(rule.Targets.Count == 0 ? rule : throw AwsError.Validation("Rule can't be deleted since it has targets."));
        }

        return null;
    }

    private Dictionary<string, object?> PutTargets(ServiceRequest request)
    {
        var rule = Rule(request, "Rule");
        foreach (var target in request.Nodes("Targets").OfType<JsonObject>())
        {
            EventTarget read;
            try
            {
                read = new EventTarget(target, problem => new LocalPipelineException(problem));
            }
            catch (LocalPipelineException exception)
            {
                throw AwsError.Validation($"A target {exception.Message}.");
            }

            rule.Targets.RemoveAll(other => other.Id == read.Id);
            rule.Targets.Add(read);
        }

        return new() { ["FailedEntryCount"] = 0L, ["FailedEntries"] = new List<object?>() };
    }

    private Dictionary<string, object?> RemoveTargets(ServiceRequest request)
    {
        var ids = request.Texts("Ids");
        Rule(request, "Rule").Targets.RemoveAll(target => ids.Contains(target.Id));
        return new() { ["FailedEntryCount"] = 0L, ["FailedEntries"] = new List<object?>() };
    }

    private Dictionary<string, object?> ListRules(ServiceRequest request)
    {
        string prefix = request.OptionalText("NamePrefix") ?? "";
        return new()
        {
            ["Rules"] = _buses.Rules(Bus(request)).Where(rule => rule.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(rule => (object?)Tell(rule)).ToList()
        };
    }

    private Dictionary<string, object?>? Enable(ServiceRequest request, bool isEnabled)
    {
        Rule(request, "Name").IsEnabled = isEnabled;
        return null;
    }

    private static Dictionary<string, object?> TestEventPattern(ServiceRequest request)
    {
        try
        {
            return new() { ["Result"] = Pattern(request.Text("EventPattern")).Matches(JsonNode.Parse(request.Text("Event"))) };
        }
        catch (JsonException)
        {
            throw AwsError.Validation("Parameter Event is not valid JSON.");
        }
    }

    private static EventPattern Pattern(string text)
    {
        try
        {
            return EventPattern.Parse(text);
        }
        catch (FormatException exception)
        {
            throw new AwsError("InvalidEventPatternException", $"Event pattern is not valid. Reason: {exception.Message}");
        }
    }

    private string Bus(ServiceRequest request)
    {
        string bus = EventBuses.NameIn(request.OptionalText("EventBusName"));
        return _buses.HasBus(bus) ? bus : throw new AwsError("ResourceNotFoundException", $"Event bus {bus} does not exist.");
    }

    private EventRule Rule(ServiceRequest request, string member) => _buses.Find(Bus(request), request.Text(member))
        ?? throw new AwsError("ResourceNotFoundException", $"Rule {request.Text(member)} does not exist on EventBus {Bus(request)}.");

    private static Dictionary<string, object?> Tell(EventRule rule) => new()
    {
        ["Name"] = rule.Name,
        ["Arn"] = rule.Arn,
        ["EventPattern"] = rule.PatternText,
        ["State"] = rule.IsEnabled ? "ENABLED" : "DISABLED",
        ["EventBusName"] = rule.Bus,
    };
}
