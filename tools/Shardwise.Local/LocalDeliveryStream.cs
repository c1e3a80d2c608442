using Shardwise.Local.Firehose;

namespace Shardwise.Local;

/// <summary>A delivery stream of the template that runs here. Its numbers are live.</summary>
public sealed class LocalDeliveryStream
{
    private readonly DeliveryStream _stream;

    internal LocalDeliveryStream(DeliveryStream stream) => _stream = stream;

    /// <summary>Its logical id in the template, with its stack and a slash before it where several stacks run.</summary>
    public string LogicalId => _stream.Definition.LogicalId;

    /// <summary>Its name.</summary>
    public string Name => _stream.Definition.Name;

    /// <summary>Its ARN, as functions see it.</summary>
    public string Arn => _stream.Definition.Arn;

    /// <summary>Records that wait in its buffers for their destination.</summary>
    public int BufferedRecords => _stream.Gathered.Count;

    /// <summary>Bytes that wait in its buffers for their destination, not packed.</summary>
    public long BufferedBytes => _stream.Gathered.Bytes;

    /// <summary>Bytes that it has taken and not yet dealt with, wherever they are.</summary>
    public long PendingBytes => _stream.PendingBytes;

    /// <summary>The last objects that it has put, at most 100, oldest first; a copy.</summary>
    public IReadOnlyList<DeliveredObject> Delivered => _stream.Delivered;
}
