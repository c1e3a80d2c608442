using Parquet;
using Parquet.Schema;

namespace Shardwise.Local.Firehose;

/// <summary>The values of one leaf of the schema, with their levels.</summary>
internal abstract class ParquetColumn
{
    protected List<int> Definitions { get; } = [];

    protected List<int> Repetitions { get; } = [];

    /// <summary>Adds a value that is there.</summary>
    public void Add(object value, int definition, int repetition)
    {
        Keep(value);
        AddNull(definition, repetition);
    }

    /// <summary>Adds the absence of a value: how far down there is something, and which list it goes on with.</summary>
    public void AddNull(int definition, int repetition)
    {
        Definitions.Add(definition);
        Repetitions.Add(repetition);
    }

    public abstract Task WriteAsync(ParquetRowGroupWriter writer, DataField field, CancellationToken cancellationToken);

    protected abstract void Keep(object value);
}
