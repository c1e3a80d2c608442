using System.Buffers;
using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>A list whose memory is rented, so that reading allocates nothing for each thing it finds.</summary>
internal struct PooledList<T>
    where T : unmanaged
{
    /// <summary>An aggregate of the KPL's default size, 50 KiB, has some 350 user records of 100 B.</summary>
    private const int FirstSize = 512;

    private const int LargestOfMany = 4096;

    /// <summary>
    /// The shared pool keeps some tens of arrays of a size, and an event may have more payloads, for each of which the rest would be fresh, zeroed
    /// memory. Longer arrays, which do not come in such numbers, are the shared pool's.
    /// </summary>
    private static readonly ArrayPool<T> Many = ArrayPool<T>.Create(LargestOfMany, maxArraysPerBucket: 128);

    private T[]? _items;

    public int Count { get; private set; }

    /// <summary>The rented memory, to be returned by whoever takes it; longer than the list, or empty and not rented.</summary>
    public readonly T[] Items => _items ?? [];

    /// <summary>Room for at least one more item; what is written there counts once <see cref="Took"/> says so.</summary>
    public Span<T> Room()
    {
        T[]? items = _items;
        return (items is null || Count == items.Length ? Grow() : items).AsSpan(Count);
    }

    /// <summary>So many items were written to the beginning of <see cref="Room"/>.</summary>
    public void Took(int count) => Count += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T item)
    {
        T[]? items = _items;
        int count = Count;
        if (items is null || (uint)count >= (uint)items.Length)
        {
            items = Grow();
        }

        items[count] = item;
        Count = count + 1;
    }

    public static void Return(T[]? items)
    {
        if (items is { Length: > 0 })
        {
            PoolOf(items.Length).Return(items);
        }
    }

    private static ArrayPool<T> PoolOf(int size) => size <= LargestOfMany ? Many : ArrayPool<T>.Shared;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] Grow()
    {
        int size = Math.Max(FirstSize, 2 * Count);
        T[] larger = PoolOf(size).Rent(size);
        Items.AsSpan(0, Count).CopyTo(larger);
        Return(_items);
        return _items = larger;
    }
}
