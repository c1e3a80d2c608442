using Parquet;
using Parquet.Schema;

namespace Shardwise.Local.Firehose;

/// <summary>A column whose values are of one type.</summary>
internal sealed class TypedParquetColumn<T> : ParquetColumn
    where T : struct
{
    private readonly List<T> _values = [];

    public override Task WriteAsync(ParquetRowGroupWriter writer, DataField field, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<int>? repetitions = field.MaxRepetitionLevel > 0 ? Repetitions.ToArray() : null;
        return writer.WriteAllPartsAsync<T>(field, _values.ToArray(), Definitions.ToArray(), repetitions, cancellationToken);
    }

    protected override void Keep(object value) => _values.Add((T)value);
}
