using System.Text.Json;
using Amazon.Lambda.Model;

namespace Shardwise.Cli.Redrive;

/// <summary>What a function's answer to a batch means, as Lambda's event-source mapping reads it.</summary>
internal static class FunctionAnswer
{
    /// <summary>Reads an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="function">The function's name.</param>
    /// <param name="sequences">The sequence numbers of the batch.</param>
    /// <returns>The first record that is not done, the number of all of them when all are; and why.</returns>
    public static (int FirstNotDone, string Problem) Read(InvokeResponse answer, string function, IReadOnlyList<string> sequences)
    {
        var payload = answer.Payload?.ToArray() ?? [];
        if (answer.FunctionError is { Length: > 0 })
            return (0, $"{function} failed with {ErrorIn(payload)}");
        if (payload.Length == 0)
            return (sequences.Count, "");
        try
        {
            using var json = JsonDocument.Parse(payload);
            return json.RootElement.ValueKind switch
            {
                JsonValueKind.Null => (sequences.Count, ""),
                JsonValueKind.Object => FailuresIn(json.RootElement, function, sequences),
                _ => Unreadable(function),
            };
        }
        catch (JsonException)
        {
            return Unreadable(function);
        }
    }

    private static (int FirstNotDone, string Problem) FailuresIn(JsonElement answer, string function, IReadOnlyList<string> sequences)
    {
        if (!answer.TryGetProperty("batchItemFailures", out var failures) || failures.ValueKind == JsonValueKind.Null)
            return (sequences.Count, "");
        if (failures.ValueKind != JsonValueKind.Array)
            return Unreadable(function);
        var first = sequences.Count;
        foreach (var failure in failures.EnumerateArray())
        {
            var place = failure.ValueKind == JsonValueKind.Object && failure.TryGetProperty("itemIdentifier", out var identifier)
                && identifier.ValueKind == JsonValueKind.String
                    ? sequences.ToList().IndexOf(identifier.GetString()!)
                    : -1;
            if (place < 0)
                return Unreadable(function);
            first = Math.Min(first, place);
        }

        return (first, $"{function} has not done it, or one before it; its log tells why");
    }

    private static (int FirstNotDone, string Problem) Unreadable(string function) =>
        (0, $"{function} gave an answer that names no record of its batch, so that none of it counts as done");

    private static string ErrorIn(byte[] payload)
    {
        try
        {
            using var error = JsonDocument.Parse(payload);
            return $"{Text(error.RootElement, "errorType") ?? "an error"}: {Text(error.RootElement, "errorMessage") ?? "no message"}";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return "an error that is not JSON";
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
