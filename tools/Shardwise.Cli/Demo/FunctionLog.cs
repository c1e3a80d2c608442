using System.Text.Json;

namespace Shardwise.Cli.Demo;

/// <summary>Reads progress from the functions' own log lines. Lines may come on any thread.</summary>
public sealed class FunctionLog
{
    private long processed;
    private long deadLetters;
    private ScalerDecision? decision;

    /// <summary>User records that consumers processed.</summary>
    public long Processed => Interlocked.Read(ref processed);

    /// <summary>User records that consumers set aside.</summary>
    public long DeadLetters => Interlocked.Read(ref deadLetters);

    /// <summary>The scaler's last decision; <c>null</c> before the first.</summary>
    public ScalerDecision? Decision => Volatile.Read(ref decision);

    /// <summary>Takes a line; one that tells nothing of interest is passed over.</summary>
    /// <param name="line">A line that a function wrote.</param>
    public void Read(string line)
    {
        if (ScalerDecision.Read(line) is { } made)
        {
            Volatile.Write(ref decision, made);
        }
        else if (line.Contains("\"batch\"", StringComparison.Ordinal))
        {
            ReadBatch(line);
        }
    }

    private void ReadBatch(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.GetProperty("event").GetString() == "batch")
            {
                Interlocked.Add(ref processed, root.GetProperty("processed").GetInt64());
                Interlocked.Add(ref deadLetters, root.GetProperty("deadLettered").GetInt64());
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Someone else's line that happens to hold the word: it is no progress of ours.
        }
    }
}
