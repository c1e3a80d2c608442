using Parquet;
using Parquet.Schema;

namespace Shardwise.Local.Firehose;

/// <summary>Rows of a Parquet file, with the columns of a Glue table.</summary>
internal sealed class ParquetFormat : IObjectFormat
{
    private readonly FormatConversion _conversion;
    private readonly FirehoseMetrics _metrics;
    private readonly IReadOnlyList<(string Name, HiveType Type)> _columns;
    private readonly JsonRows _rows;
    private readonly ParquetOptions _options;

    /// <exception cref="FormatException">A column has a type that is not written here.</exception>
    public ParquetFormat(FormatConversion conversion, FirehoseMetrics metrics)
    {
        _conversion = conversion;
        _metrics = metrics;
        _columns = [.. conversion.Table.Columns.Select(column => (column.Name.ToLowerInvariant(), HiveType.Parse(column.Type)))];
        _rows = new JsonRows(conversion.Reading, _columns);
        _options = new ParquetOptions
        {
            CompressionMethod = conversion.Compression switch
            {
                "GZIP" => CompressionMethod.Gzip,
                "UNCOMPRESSED" => CompressionMethod.None,
                _ => CompressionMethod.Snappy,
            },
        };
    }

    public async Task<FormattedObject> FormatAsync(IReadOnlyList<DeliveryItem> items, CancellationToken cancellationToken)
    {
        var rows = new List<object?[]>(items.Count);
        var failed = new List<FailedRecord>();
        foreach (var item in items)
        {
            try
            {
                rows.AddRange(_rows.Read(item.Body));
            }
            catch (ConversionException exception)
            {
                failed.Add(new FailedRecord(item.Record, Failure(exception.Code, exception.Message)));
            }
        }

        byte[]? body = null;
        try
        {
            body = rows.Count == 0 ? null : await WriteAsync(rows, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // What the package does not write is no reason to hold up what comes after it.
            var failure = Failure("DataFormatConversion.InternalError", exception.Message);
            failed = [.. items.Select(item => new FailedRecord(item.Record, failure))];
        }

        Count(items, failed);
        return new FormattedObject { Body = body, Extension = ".parquet", Failed = failed };
    }

    private async Task<byte[]> WriteAsync(List<object?[]> rows, CancellationToken cancellationToken)
    {
        var nodes = _columns.Select(column => ParquetNode.Of(column.Name, column.Type)).ToList();
        foreach (object?[] row in rows)
        {
            for (int i = 0; i < nodes.Count; i++)
            {
                nodes[i].Add(row[i], definition: 0, repetition: 0, depth: 0);
            }
        }

        using var file = new MemoryStream();
        var schema = new ParquetSchema([.. nodes.Select(node => node.Field)]);
        await using (var writer = await ParquetWriter.CreateAsync(schema, file, _options, false, cancellationToken))
        {
            using var group = writer.CreateRowGroup();
            foreach (var (field, column) in schema.GetDataFields().Zip(nodes.SelectMany(node => node.Columns)))
            {
                await column.WriteAsync(group, field, cancellationToken);
            }

            group.CompleteValidate();
        }

        return file.ToArray();
    }

    private RecordFailure Failure(string code, string message) =>
        new() { Type = "format-conversion-failed", Code = code, Message = message, Table = _conversion.Table };

    private void Count(IReadOnlyList<DeliveryItem> items, List<FailedRecord> failed)
    {
        double failedBytes = failed.Sum(failure => (double)failure.Record.Original.Length);
        _metrics.Add("SucceedConversion.Records", items.Count - failed.Count);
        _metrics.Add("SucceedConversion.Bytes", items.Sum(item => (double)item.Record.Original.Length) - failedBytes);
        if (failed.Count > 0)
        {
            _metrics.Add("FailedConversion.Records", failed.Count);
            _metrics.Add("FailedConversion.Bytes", failedBytes);
        }
    }
}
