namespace Shardwise.Local.Firehose;

/// <summary>Records one after another, packed as the destination says.</summary>
internal sealed class PlainFormat(Compression compression, bool delimited) : IObjectFormat
{
    public Task<FormattedObject> FormatAsync(IReadOnlyList<DeliveryItem> items, CancellationToken cancellationToken)
    {
        byte[] body = ObjectCompression.Compress(compression, Join(items));
        return Task.FromResult(new FormattedObject
        {
            Body = body,
            Extension = ObjectCompression.Extension(compression),
            ContentEncoding = ObjectCompression.ContentEncoding(compression),
        });
    }

    // The service puts its delimiter between records, and none after the last.
    private byte[] Join(IReadOnlyList<DeliveryItem> items)
    {
        int delimiters = delimited ? items.Count - 1 : 0;
        byte[] body = new byte[items.Sum(item => item.Body.Length) + delimiters];
        int at = 0;
        foreach (var item in items)
        {
            if (delimited && at > 0)
            {
                body[at++] = (byte)'\n';
            }

            item.Body.CopyTo(body.AsMemory(at));
            at += item.Body.Length;
        }

        return body;
    }
}
