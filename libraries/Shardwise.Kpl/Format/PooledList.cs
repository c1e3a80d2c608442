using System.Buffers;
using System.Runtime.CompilerServices;

namespace Shardwise.Kpl;

/// <summary>A list whose memory is rented, so that reading allocates nothing for each thing it finds.</summary>
internal struct PooledList<T>
    where T : unmanaged
{
    private T[]? _items;

    public int Count { get; private set; }

    /// <summary>The rented memory, to be returned by whoever takes it; longer than the list, or empty and not rented.</summary>
    public readonly T[] Items => _items ?? [];

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
            ArrayPool<T>.Shared.Return(items);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private T[] Grow()
    {
        T[] larger = ArrayPool<T>.Shared.Rent(Math.Max(64, 2 * Count));
        Items.AsSpan(0, Count).CopyTo(larger);
        Return(_items);
        return _items = larger;
    }
}
