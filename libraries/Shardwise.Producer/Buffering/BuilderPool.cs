using Shardwise.Kpl;

namespace Shardwise.Producer;

/// <summary>Builders whose memory is used again.</summary>
internal sealed class BuilderPool(int maxSizeInBytes)
{
    // A builder keeps up to twice the size of an aggregate: some for the steady state, not one for every shard of a large stream.
    private const int MostKept = 32;

    private readonly Stack<AggregatedRecordBuilder> _builders = [];

    public AggregatedRecordBuilder Rent() => _builders.TryPop(out AggregatedRecordBuilder? builder) ? builder : new(maxSizeInBytes);

    public void Return(AggregatedRecordBuilder builder)
    {
        if (_builders.Count < MostKept)
        {
            _builders.Push(builder);
        }
    }
}
