using System.Text;
using System.Text.Json;

namespace Shardwise.Local.EventSources;

/// <summary>
/// One shard's tumbling window, as AWS Lambda keeps it: windows begin at multiples of their length, a record is of the window that it arrived in, the
/// state goes from one invocation to the next. It calls nothing and has no clock.
/// </summary>
/// <remarks>Source: https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html.</remarks>
internal sealed class ShardWindow(TimeSpan length)
{
    private const string NoState = "{}";
    private const int LargestState = 1024 * 1024;

    /// <summary>How long Lambda waits for further records of a window whose time is over.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private string _state = NoState;
    private DateTimeOffset? _start;

    /// <summary>When the open window is taken to be over though no later record has come; null where none is open.</summary>
    public DateTimeOffset? Deadline => _start + length + Patience;

    /// <summary>Whether the state is larger than Lambda keeps, so that the window ends early.</summary>
    public bool IsTooLarge => Encoding.UTF8.GetByteCount(_state) > LargestState;

    /// <summary>Whether a record is of a later window than the open one.</summary>
    public bool IsEndedBy(StreamRecord record) => _start is { } start && record.Arrival >= start + length;

    /// <summary>How many records, from the first on, are of one window, which is open then.</summary>
    public int Open(IReadOnlyList<StreamRecord> records)
    {
        var first = records[0].Arrival.UtcTicks;
        _start ??= new DateTimeOffset(first - (first % length.Ticks), TimeSpan.Zero);
        int count = 0;
        while (count < records.Count && !IsEndedBy(records[count]))
        {
            count++;
        }

        return count;
    }

    /// <summary>What the next event says; only while a window is open.</summary>
    public WindowFrame Frame(bool isFinal = false, bool isEarly = false) => new(_start!.Value, _start.Value + length, _state, isFinal, isEarly);

    /// <summary>Takes the state out of an answer. One without any begins anew; one that is no JSON object leaves all as it was.</summary>
    public void Take(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                _state = json.RootElement.TryGetProperty("state", out var state) && state.ValueKind == JsonValueKind.Object
                    ? state.GetRawText()
                    : NoState;
            }
        }
        catch (JsonException)
        {
        }
    }

    /// <summary>The window begins anew without a state.</summary>
    public void Forget() => _state = NoState;

    /// <summary>No window is open.</summary>
    public void Close() => (_start, _state) = (null, NoState);
}
