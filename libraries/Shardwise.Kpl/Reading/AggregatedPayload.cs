using System.Collections;
using System.Runtime.CompilerServices;
using System.Text;

namespace Shardwise.Kpl;

/// <summary>
/// The user records of one payload, in order. They are views of the payload: nothing is copied, and enumerating allocates nothing.
/// </summary>
/// <remarks>
/// Reading is safe from several threads at once; disposing is not. Disposing returns working memory to a pool. User records taken
/// before stay usable after it, and a payload that is never disposed is simply left to the garbage collector.
/// </remarks>
public sealed partial class AggregatedPayload : IReadOnlyList<UserRecord>, IDisposable
{
    private readonly int[]? _inRange;
    private readonly int _partitionKeyCount;
    private readonly int _explicitHashKeyCount;
    private readonly Dictionary<int, Range>? _taggedRecords;
    private RecordEntry[]? _records;
    private Extent[]? _partitionKeys;
    private Extent[]? _explicitHashKeys;
    private string?[]? _partitionKeyStrings;
    private string?[]? _explicitHashKeyStrings;
    private bool _disposed;

    private AggregatedPayload(ReadOnlyMemory<byte> bytes, PayloadStatus status, string? problem, int count)
    {
        Bytes = bytes;
        Status = status;
        Problem = problem;
        Count = count;
    }

    /// <summary>An aggregated payload; takes over the memory that the index rented.</summary>
    private AggregatedPayload(ReadOnlyMemory<byte> bytes, in AggregateIndex index, ReadOptions options)
    {
        Bytes = bytes;
        Status = PayloadStatus.Aggregated;
        Count = index.Records.Count;
        _records = index.Records.Items;
        _partitionKeys = index.PartitionKeys.Items;
        _partitionKeyCount = index.PartitionKeys.Count;
        _explicitHashKeys = index.ExplicitHashKeys.Items;
        _explicitHashKeyCount = index.ExplicitHashKeys.Count;
        _taggedRecords = index.TaggedRecords;
        if (options.Filter is { } range)
        {
            _inRange = RangeFilter.InRange(range, bytes.Span, index);
            OutOfRangeCount = Count - _inRange.Length;
            Count = options.HashRangeMode == HashRangeMode.KclCompatible && OutOfRangeCount > 0 ? 0 : _inRange.Length;
        }
    }

    /// <summary>The whole payload, as it was given.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>What the payload turned out to be.</summary>
    public PayloadStatus Status { get; }

    /// <summary>Why the payload cannot be read, as a sentence; null if <see cref="Status"/> is Plain or Aggregated.</summary>
    public string? Problem { get; }

    /// <summary>
    /// The number of user records that are yielded: 1 for a plain payload and one that is passed through; 0 for an unreadable
    /// one under <see cref="UnreadablePayloadPolicy.Report"/>, and where the hash range filter dropped all.
    /// </summary>
    public int Count { get; }

    /// <summary>
    /// The number of user records whose hash key is outside <see cref="ReadOptions.HashRange"/>; 0 without a filter.
    /// Under <see cref="HashRangeMode.KclCompatible"/> the others are dropped too if there is one such.
    /// </summary>
    public int OutOfRangeCount { get; }

    /// <summary>A user record by its place among those yielded.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside that range.</exception>
    /// <exception cref="ObjectDisposedException">The payload was disposed.</exception>
    public UserRecord this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return RecordAt(index);
        }
    }

    /// <summary>The data of a user record by its place among those yielded: its <see cref="UserRecord.Data"/>, without looking up its keys.</summary>
    /// <param name="index">0 to <see cref="Count"/> - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is outside that range.</exception>
    /// <exception cref="ObjectDisposedException">The payload was disposed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlyMemory<byte> DataOf(int index) =>
        _records is { } records && _inRange is null && (uint)index < (uint)Count ? records[index].Data.Of(Bytes) : this[index].Data;

    /// <summary>The user records, in order.</summary>
    /// <exception cref="ObjectDisposedException">The payload was disposed.</exception>
    public Enumerator GetEnumerator()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new Enumerator(this);
    }

    IEnumerator<UserRecord> IEnumerable<UserRecord>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns working memory to a pool. User records taken before stay usable.</summary>
    public void Dispose()
    {
        _disposed = true;
        PooledList<RecordEntry>.Return(Interlocked.Exchange(ref _records, null));
        PooledList<Extent>.Return(Interlocked.Exchange(ref _partitionKeys, null));
        PooledList<Extent>.Return(Interlocked.Exchange(ref _explicitHashKeys, null));
    }

    internal static AggregatedPayload Plain(ReadOnlyMemory<byte> payload) => new(payload, PayloadStatus.Plain, problem: null, count: 1);

    internal static AggregatedPayload Framed(ReadOnlyMemory<byte> payload, ReadOnlySpan<byte> digest, ReadOptions options)
    {
        ReadOnlySpan<byte> bytes = payload.Span;
        if (!digest.SequenceEqual(AggregateFrame.Checksum(bytes)))
        {
            string problem = $"The aggregated record ends with checksum {Convert.ToHexString(AggregateFrame.Checksum(bytes))}, and its content has "
                + $"{Convert.ToHexString(digest)}.";
            return Unreadable(payload, PayloadStatus.ChecksumMismatch, problem, options);
        }

        string? malformed = AggregateIndex.Build(bytes, options.AllowMissingMembers, out AggregateIndex index);
        return malformed is null
            ? new AggregatedPayload(payload, index, options)
            : Unreadable(payload, PayloadStatus.Malformed, malformed, options);
    }

    internal string PartitionKeyString(int index, ReadOnlySpan<byte> utf8) => KeyString(ref _partitionKeyStrings, _partitionKeyCount, index, utf8);

    internal string ExplicitHashKeyString(int index, ReadOnlySpan<byte> utf8) =>
        KeyString(ref _explicitHashKeyStrings, _explicitHashKeyCount, index, utf8);

    internal IReadOnlyList<ReadOnlyMemory<byte>> TagsOf(int subSequenceNumber) =>
        _taggedRecords is not null && _taggedRecords.TryGetValue(subSequenceNumber, out Range record) ? RecordTags.Of(Bytes[record]) : [];

    private static AggregatedPayload Unreadable(ReadOnlyMemory<byte> payload, PayloadStatus status, string problem, ReadOptions options) =>
        options.UnreadablePayloads switch
        {
            UnreadablePayloadPolicy.Throw => throw new KplFormatException(status, problem),
            UnreadablePayloadPolicy.Report => new(payload, status, problem, count: 0),
            _ => new(payload, status, problem, count: 1),
        };

    /// <summary>Threads that race for an entry make equal strings, and one of them stays.</summary>
    private static string KeyString(ref string?[]? cache, int size, int index, ReadOnlySpan<byte> utf8)
    {
        string?[] strings = cache ?? Interlocked.CompareExchange(ref cache, new string?[size], null) ?? cache;
        return strings[index] ??= Encoding.UTF8.GetString(utf8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private UserRecord RecordAt(int place)
    {
        if (_records is { } records && _partitionKeys is { } partitionKeys && _explicitHashKeys is { } explicitHashKeys)
        {
            int subSequenceNumber = _inRange is null ? place : _inRange[place];
            return new UserRecord(this, subSequenceNumber, records[subSequenceNumber], partitionKeys, explicitHashKeys);
        }

        ObjectDisposedException.ThrowIf(_disposed, this);
        return UserRecord.Whole(this);
    }
}
