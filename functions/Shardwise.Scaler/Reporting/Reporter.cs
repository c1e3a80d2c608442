using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Shardwise.Scaler.Acting;
using Shardwise.Scaler.Basics;
using Shardwise.Scaler.Deciding;
using Shardwise.Scaler.Observing;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Reporting;

/// <summary>
/// Writes one JSON line for people and one metric line in CloudWatch's embedded metric format. Both go to the raw standard output:
/// Lambda's console wrapper would put a prefix before them, and CloudWatch would no longer read them as JSON.
/// </summary>
internal sealed class Reporter(Stream output)
{
    private const string Namespace = "Shardwise";

    // What only a person can help.
    private static readonly HashSet<string> ForPeople = new(StringComparer.Ordinal)
    {
        "ShardQuotaReached", "HotKey", "BudgetShort", "WarmThroughputRefused",
    };

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _lines = new();
    private readonly Dictionary<string, int> _sent = new(StringComparer.Ordinal);
    private readonly string _scaler = Environment.GetEnvironmentVariable("AWS_LAMBDA_FUNCTION_NAME") ?? "local";

    /// <summary>
    /// Whether it reports for a fleet: metrics are then sent only in minutes that have news, since each costs by the hour, and those that only a
    /// person can help also for the scaler as a whole, so that one alarm serves all streams.
    /// </summary>
    public bool IsOfAFleet { get; set; }

    /// <summary>A minute in which something was decided.</summary>
    public void Decided(StreamObservation observed, Plan plan, ActionResult acted, string? problem)
    {
        var (observation, decision) = (observed.Observation, plan.Decision);
        Line(json =>
        {
            Head(json, "decision", observation.Now, observation.Target.StreamName);
            json.WriteNumber("openShards", observed.OpenShards);
            NumberOrNull(json, "targetShards", decision.TargetShards);
            NumberOrNull(json, "utilization", decision.Utilization);
            NumberOrNull(json, "demandShards", decision.DemandShards);
            json.WriteNumber("operationsLeft", decision.OperationsLeft);
            json.WriteNumber("visibleMinutes", observation.Minutes.Count);
            if (observation.WarmThroughput is { } warm)
                json.WriteNumber("warmThroughput", warm);
            if (acted.Action is { } step)
                json.WriteString("call", CallOf(step));
            if (observed.ByAlarm)
                json.WriteBoolean("byAlarm", true);
            Tail(json, acted.Outcome, decision.Reason, problem);
            if (plan.Note is { } note)
                json.WriteString("note", note);
        });
        Metrics(observation.Now, observation.Target.StreamName, IsOfAFleet ? News(observation.Target.StreamName, MetricsOf(observed, plan, acted))
            : MetricsOf(observed, plan, acted));
    }

    /// <summary>A minute without a decision, for an ordinary reason.</summary>
    public void NotObserved(DateTimeOffset now, string stream, string outcome, string reason)
    {
        Undecided("decision", now, stream, outcome, reason);
        Metrics(now, stream, [("NotObserved", 1, "Count")]);
    }

    /// <summary>A minute in which an account without the commitment keeps a stream from being warmed: the metric alone, since it is said
    /// once.</summary>
    public void CommitmentMissing(DateTimeOffset now, string stream) => Metrics(now, stream, [("WarmThroughputRefused", 1, "Count")]);

    /// <summary>A minute of a fleet that had no time for all of it.</summary>
    public void Passed(DateTimeOffset now, int passed, int streams) => Undecided("decision", now, "", Outcome.Throttled,
        $"{passed} of {streams} streams had no turn in this minute, and come first in the next: calls to Kinesis keep to the account's rates.");

    /// <summary>A minute that failed.</summary>
    public void Failed(DateTimeOffset now, string stream, string outcome, string reason) => Undecided("error", now, stream, outcome, reason);

    private void Undecided(string name, DateTimeOffset now, string stream, string outcome, string reason) => Line(json =>
    {
        Head(json, name, now, stream);
        json.WriteNull("openShards");
        json.WriteNull("targetShards");
        json.WriteNull("utilization");
        Tail(json, outcome, reason, null);
    });

    private static string CallOf(ScalingAction step) => step.Kind switch
    {
        ActionKind.SplitShard => $"SplitShard {step.Shard.Id}",
        ActionKind.MergeShards => $"MergeShards {step.Shard.Id} {step.Adjacent.Id}",
        ActionKind.UpdateStreamWarmThroughput => string.Create(CultureInfo.InvariantCulture, $"UpdateStreamWarmThroughput {step.ToShards}"),
        _ => step.Kind.ToString(),
    };

    // Each custom metric costs by the hour in which it is sent: three are sent each minute, the others only in a minute that has them.
    // Utilisation and headroom are the quotient and the difference of two of the three.
    private static List<(string Name, double Value, string Unit)> MetricsOf(StreamObservation observed, Plan plan, ActionResult acted)
    {
        var decision = plan.Decision;
        List<(string, double, string)> metrics = [("OpenShards", observed.OpenShards, "Count"), ("OperationsLeft", decision.OperationsLeft, "Count")];
        // What is not known is left out: a zero would be read as an idle stream.
        if (decision.DemandShards is { } demand)
            metrics.Add(("DemandShards", demand, "None"));
        if (decision.TargetShards is { } target)
            metrics.Add(("TargetShards", target, "Count"));
        if (acted.Action is { Reshards: true } step && acted.Outcome == Outcome.Accepted)
            metrics.Add((step.ToShards > step.FromShards ? "ScaleUps" : "ScaleDowns", 1, "Count"));
        if (acted.Outcome is not (Outcome.Accepted or Outcome.Hold or Outcome.Begins or Outcome.DryRun or Outcome.Paused))
            metrics.Add(("Refused", 1, "Count"));
        if (acted.QuotaReached)
            metrics.Add(("ShardQuotaReached", 1, "Count"));
        if (plan.HotKey is not null)
            metrics.Add(("HotKey", 1, "Count"));
        if (plan.IsShort)
            metrics.Add(("BudgetShort", 1, "Count"));
        if (acted is { Action.Kind: ActionKind.UpdateStreamWarmThroughput, Outcome: Outcome.InvalidArgument or Outcome.LimitExceeded })
            metrics.Add(("WarmThroughputRefused", 1, "Count"));
        if (plan.Skew is { } skew)
            metrics.Add(("ShardSkew", skew, "None"));
        return metrics;
    }

    // The load is in AWS's own metrics, and the log has the rest of each minute.
    private List<(string Name, double Value, string Unit)> News(string stream, List<(string Name, double Value, string Unit)> metrics)
    {
        var shards = (int)metrics.Find(metric => metric.Name == "OpenShards").Value;
        var isNew = !_sent.TryGetValue(stream, out var sent) || sent != shards;
        _sent[stream] = shards;
        return [.. metrics.Where(metric => metric.Name switch
        {
            "OpenShards" or "OperationsLeft" => isNew,
            "DemandShards" or "TargetShards" => false,
            _ => true,
        })];
    }

    private void Metrics(DateTimeOffset now, string stream, List<(string Name, double Value, string Unit)> metrics)
    {
        if (metrics.Count > 0)
            Line(json => Metrics(json, now, stream, metrics));
    }

    private void Metrics(Utf8JsonWriter json, DateTimeOffset now, string stream, List<(string Name, double Value, string Unit)> metrics)
    {
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", now.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        Directive(json, "StreamName", metrics);
        if (IsOfAFleet && metrics.FindAll(metric => ForPeople.Contains(metric.Name)) is { Count: > 0 } shared)
            Directive(json, "ScalerName", shared);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString("StreamName", stream);
        if (IsOfAFleet)
            json.WriteString("ScalerName", _scaler);
        foreach (var (name, value, _) in metrics)
            json.WriteNumber(name, value);
    }

    private static void Directive(Utf8JsonWriter json, string dimension, List<(string Name, double Value, string Unit)> metrics)
    {
        json.WriteStartObject();
        json.WriteString("Namespace", Namespace);
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue(dimension);
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        foreach (var (name, _, unit) in metrics)
        {
            json.WriteStartObject();
            json.WriteString("Name", name);
            json.WriteString("Unit", unit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, string name, DateTimeOffset now, string stream)
    {
        json.WriteString("event", name);
        json.WriteString("time", now.UtcDateTime);
        json.WriteString("stream", stream);
    }

    private static void Tail(Utf8JsonWriter json, string outcome, string reason, string? problem)
    {
        json.WriteString("outcome", outcome);
        json.WriteString("reason", reason);
        if (problem is not null)
            json.WriteString("problem", problem);
    }

    private static void NumberOrNull(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
            json.WriteNumber(name, Math.Round(number, 4));
        else
            json.WriteNull(name);
    }

    private void Line(Action<Utf8JsonWriter> members)
    {
        var line = new ArrayBufferWriter<byte>(1_024);
        using (var json = new Utf8JsonWriter(line, Plain))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        // One write a line, so that lines of concurrent minutes do not mix.
        lock (_lines)
        {
            output.Write(line.WrittenSpan);
            output.Flush();
        }
    }
}
