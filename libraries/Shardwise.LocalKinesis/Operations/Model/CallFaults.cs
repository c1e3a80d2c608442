namespace Shardwise.LocalKinesis.Operations;

/// <summary>The faults that were ordered, and which of them strikes.</summary>
internal sealed class CallFaults
{
    private readonly Lock _lock = new();
    private readonly List<OrderedFault> _faults = [];

    public IDisposable Add(Fault fault)
    {
        var ordered = new OrderedFault(this, fault);
        lock (_lock)
        {
            _faults.Add(ordered);
        }

        return ordered;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _faults.Clear();
        }
    }

    /// <summary>The fault that strikes a call; null where none does. Throttling of single records strikes no call.</summary>
    public Fault? Strike(string operation, string? stream) => _faults.Count == 0 ? null : Find(operation, stream, ofRecords: false);

    /// <summary>Whether a record of a put is to be refused.</summary>
    public bool StrikesRecord(string operation, string stream) => _faults.Count != 0 && Find(operation, stream, ofRecords: true) is not null;

    private Fault? Find(string operation, string? stream, bool ofRecords)
    {
        lock (_lock)
        {
            for (var i = 0; i < _faults.Count; i++)
            {
                var ordered = _faults[i];
                if ((ordered.Fault.Kind == FaultKind.ThrottleRecords) != ofRecords || !ordered.Strikes(operation, stream))
                {
                    continue;
                }

                if (ordered.IsUsedUp)
                {
                    _faults.RemoveAt(i);
                }

                return ordered.Fault;
            }

            return null;
        }
    }

    private void Remove(OrderedFault fault)
    {
        lock (_lock)
        {
            _faults.Remove(fault);
        }
    }

    private sealed class OrderedFault(CallFaults owner, Fault fault) : IDisposable
    {
        private int _left = fault.Count ?? int.MaxValue;

        public Fault Fault { get; } = fault;

        public bool IsUsedUp => _left <= 0;

        public bool Strikes(string operation, string? stream)
        {
            if ((Fault.Operation is { } wanted && wanted != operation) || (Fault.Stream is { } name && name != stream)
                || Random.Shared.NextDouble() >= Fault.Share)
            {
                return false;
            }

            _left--;
            return true;
        }

        public void Dispose() => owner.Remove(this);
    }
}
