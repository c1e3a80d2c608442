namespace Shardwise.Local.Firehose;

/// <summary>Makes the sink that a destination asks for.</summary>
internal static class RecordSinks
{
    public static IRecordSink For(
        DeliveryStreamDefinition stream, DeliveryLog log, FirehoseMetrics metrics, FirehoseContext context, Action<IReadOnlyList<FailedRecord>> fail)
    {
        var destination = stream.Destination;
        if (destination.Http is { } http)
        {
            return new HttpSink(stream, http, metrics, context, fail);
        }

        if (destination.Folder is { } folder)
        {
            return new FolderSink(stream, folder, context);
        }

        IObjectFormat format = destination.Conversion is { } conversion
            ? new ParquetFormat(conversion, metrics)
            : new PlainFormat(destination.S3.Compression, stream.Processing.AppendDelimiter);
        return new S3Sink(new S3Delivery(stream, destination.S3, destination.S3.Prefix, format, log, context) { Failed = fail });
    }
}
