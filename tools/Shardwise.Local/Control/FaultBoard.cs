using System.Globalization;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Control;

/// <summary>The faults that are ordered at the moment.</summary>
internal sealed class FaultBoard(LocalKinesis.LocalKinesis kinesis)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<int, (Fault Fault, IDisposable Order, DateTimeOffset? Until, ITimer? Timer)> _faults = [];
    private int _lastId;

    /// <summary>Orders a fault, for a while of real time or until it is taken back.</summary>
    public JsonObject Order(Fault fault, TimeSpan? duration)
    {
        lock (_lock)
        {
            int id = ++_lastId;
            var timer = duration is null ? null : TimeProvider.System.CreateTimer(_ => Remove(id), null, duration.Value, Timeout.InfiniteTimeSpan);
            _faults[id] = (fault, kinesis.Order(fault), DateTimeOffset.UtcNow + duration, timer);
            return Describe(id);
        }
    }

    /// <summary>Takes one back, or all.</summary>
    public JsonObject Remove(string? id)
    {
        int[] ids;
        lock (_lock)
        {
            ids = id is null ? [.. _faults.Keys]
                : int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && _faults.ContainsKey(number) ? [number]
                : throw new ControlException($"there is no fault '{id}'", 404);
        }

        Array.ForEach(ids, Remove);
        return new JsonObject { ["removed"] = ids.Length };
    }

    public JsonArray List()
    {
        lock (_lock)
        {
            return new JsonArray([.. _faults.Keys.Select(id => (JsonNode)Describe(id))]);
        }
    }

    private void Remove(int id)
    {
        lock (_lock)
        {
            if (_faults.Remove(id, out var ordered))
            {
                ordered.Order.Dispose();
                ordered.Timer?.Dispose();
            }
        }
    }

    private JsonObject Describe(int id)
    {
        var (fault, _, until, _) = _faults[id];
        return new JsonObject
        {
            ["id"] = id,
            ["kind"] = fault.Kind.ToString(),
            ["operation"] = fault.Operation,
            ["stream"] = fault.Stream,
            ["share"] = fault.Share,
            ["count"] = fault.Count,
            ["delayMilliseconds"] = fault.Delay.TotalMilliseconds,
            ["until"] = until,
        };
    }
}
