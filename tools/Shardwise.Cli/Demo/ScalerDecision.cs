using System.Text.Json;

namespace Shardwise.Cli.Demo;

/// <summary>One decision of the scaler, as its log line tells it.</summary>
public sealed record ScalerDecision
{
    /// <summary>The minute that was decided on, simulated time.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Open shards before it.</summary>
    public required int OpenShards { get; init; }

    /// <summary>The shards asked for; <c>null</c> when nothing was to change.</summary>
    public required int? TargetShards { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>What became of it.</summary>
    public required string Outcome { get; init; }

    /// <summary>Reads a decision from a line of the scaler's log.</summary>
    /// <param name="line">Any line.</param>
    /// <returns><c>null</c> when the line tells no decision.</returns>
    public static ScalerDecision? Read(string line)
    {
        if (!line.Contains("\"decision\"", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            return root.GetProperty("event").GetString() != "decision" ? null : new ScalerDecision
            {
                Time = root.GetProperty("time").GetDateTimeOffset(),
                OpenShards = root.GetProperty("openShards").GetInt32(),
                TargetShards = root.TryGetProperty("targetShards", out var target) && target.ValueKind == JsonValueKind.Number
                    ? target.GetInt32()
                    : null,
                Reason = root.GetProperty("reason").GetString() ?? "",
                Outcome = root.GetProperty("outcome").GetString() ?? "",
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
