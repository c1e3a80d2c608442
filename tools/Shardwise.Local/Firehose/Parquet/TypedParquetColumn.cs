using Parquet;
using Parquet.Schema;

namespace Shardwise.Local.Firehose;

/// <summary>A column whose values are of one type.</summary>
internal sealed class TypedParquetColumn<T> : ParquetColumn
    where T : struct
{
    private readonly List<T> _values = [];

    public override Task WriteAsync(ParquetRowGroupWriter writer, DataField field, CancellationToken cancellationToken) => writer.WriteAllPartsAsync<T>(
        field,
        _values.ToArray(),
        Definitions.ToArray(),
        field.MaxRepetitionLevel > 0 ? Repetitions.ToArray() : null,
        cancellationToken);

    protected override void Keep(object value) => _values.Add((T)value);
}
