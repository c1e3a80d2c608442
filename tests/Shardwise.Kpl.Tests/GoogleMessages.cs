using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace Shardwise.Kpl.Tests;

/// <summary>messages.proto of the KPL over Google.Protobuf, written as its compiler writes proto2: what ours is checked and measured against.</summary>
internal sealed class GoogleAggregatedRecord : IMessage<GoogleAggregatedRecord>, IBufferMessage
{
    private static readonly FieldCodec<string> PartitionKeyCodec = FieldCodec.ForString(10);
    private static readonly FieldCodec<string> ExplicitHashKeyCodec = FieldCodec.ForString(18);
    private static readonly FieldCodec<GoogleRecord> RecordCodec = FieldCodec.ForMessage(26, GoogleRecord.Parser);

    public static MessageParser<GoogleAggregatedRecord> Parser { get; } = new(() => new GoogleAggregatedRecord());

    public RepeatedField<string> PartitionKeyTable { get; } = [];

    public RepeatedField<string> ExplicitHashKeyTable { get; } = [];

    public RepeatedField<GoogleRecord> Records { get; } = [];

    MessageDescriptor IMessage.Descriptor => throw new NotSupportedException();

    public int CalculateSize() =>
        PartitionKeyTable.CalculateSize(PartitionKeyCodec) + ExplicitHashKeyTable.CalculateSize(ExplicitHashKeyCodec) + Records.CalculateSize(RecordCodec);

    public void MergeFrom(CodedInputStream input) => input.ReadRawMessage(this);

    public void WriteTo(CodedOutputStream output) => output.WriteRawMessage(this);

    void IBufferMessage.InternalMergeFrom(ref ParseContext ctx)
    {
        uint tag;
        while ((tag = ctx.ReadTag()) != 0)
        {
            switch (tag)
            {
                case 10:
                    PartitionKeyTable.AddEntriesFrom(ref ctx, PartitionKeyCodec);
                    break;
                case 18:
                    ExplicitHashKeyTable.AddEntriesFrom(ref ctx, ExplicitHashKeyCodec);
                    break;
                case 26:
                    Records.AddEntriesFrom(ref ctx, RecordCodec);
                    break;
                default:
                    UnknownFieldSet.MergeFieldFrom(null, ref ctx);
                    break;
            }
        }
    }

    void IBufferMessage.InternalWriteTo(ref WriteContext ctx)
    {
        PartitionKeyTable.WriteTo(ref ctx, PartitionKeyCodec);
        ExplicitHashKeyTable.WriteTo(ref ctx, ExplicitHashKeyCodec);
        Records.WriteTo(ref ctx, RecordCodec);
    }

    public void MergeFrom(GoogleAggregatedRecord message) => throw new NotSupportedException();

    public GoogleAggregatedRecord Clone() => throw new NotSupportedException();

    public bool Equals(GoogleAggregatedRecord? other) => ReferenceEquals(this, other);
}

/// <summary>The message Record of messages.proto.</summary>
internal sealed class GoogleRecord : IMessage<GoogleRecord>, IBufferMessage
{
    private ulong? _partitionKeyIndex;
    private ulong? _explicitHashKeyIndex;
    private ByteString? _data;

    public static MessageParser<GoogleRecord> Parser { get; } = new(() => new GoogleRecord());

    public ulong PartitionKeyIndex
    {
        get => _partitionKeyIndex ?? 0;
        set => _partitionKeyIndex = value;
    }

    public ulong ExplicitHashKeyIndex
    {
        get => _explicitHashKeyIndex ?? 0;
        set => _explicitHashKeyIndex = value;
    }

    public ByteString Data
    {
        get => _data ?? ByteString.Empty;
        set => _data = value;
    }

    public bool HasPartitionKeyIndex => _partitionKeyIndex is not null;

    public bool HasExplicitHashKeyIndex => _explicitHashKeyIndex is not null;

    public bool HasData => _data is not null;

    MessageDescriptor IMessage.Descriptor => throw new NotSupportedException();

    public int CalculateSize() =>
        (_partitionKeyIndex is { } partitionKey ? 1 + CodedOutputStream.ComputeUInt64Size(partitionKey) : 0)
        + (_explicitHashKeyIndex is { } explicitHashKey ? 1 + CodedOutputStream.ComputeUInt64Size(explicitHashKey) : 0)
        + (_data is { } data ? 1 + CodedOutputStream.ComputeBytesSize(data) : 0);

    public void MergeFrom(CodedInputStream input) => input.ReadRawMessage(this);

    public void WriteTo(CodedOutputStream output) => output.WriteRawMessage(this);

    void IBufferMessage.InternalMergeFrom(ref ParseContext ctx)
    {
        uint tag;
        while ((tag = ctx.ReadTag()) != 0)
        {
            switch (tag)
            {
                case 8:
                    PartitionKeyIndex = ctx.ReadUInt64();
                    break;
                case 16:
                    ExplicitHashKeyIndex = ctx.ReadUInt64();
                    break;
                case 26:
                    Data = ctx.ReadBytes();
                    break;
                default:
                    UnknownFieldSet.MergeFieldFrom(null, ref ctx);
                    break;
            }
        }
    }

    void IBufferMessage.InternalWriteTo(ref WriteContext ctx)
    {
        if (_partitionKeyIndex is { } partitionKey)
        {
            ctx.WriteRawTag(8);
            ctx.WriteUInt64(partitionKey);
        }

        if (_explicitHashKeyIndex is { } explicitHashKey)
        {
            ctx.WriteRawTag(16);
            ctx.WriteUInt64(explicitHashKey);
        }

        if (_data is { } data)
        {
            ctx.WriteRawTag(26);
            ctx.WriteBytes(data);
        }
    }

    public void MergeFrom(GoogleRecord message) => throw new NotSupportedException();

    public GoogleRecord Clone() => throw new NotSupportedException();

    public bool Equals(GoogleRecord? other) => ReferenceEquals(this, other);
}
