using System.Collections;

namespace Shardwise.Scaling.Replay;

/// <summary>The first so many of a growing list: a view, so that no step copies what came before it.</summary>
internal sealed class ListView<T>(List<T> all, int start, int count) : IReadOnlyList<T>
{
    public int Count => count;

    public T this[int index] => (uint)index < (uint)count ? all[start + index] : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<T> GetEnumerator()
    {
        for (var i = 0; i < count; i++)
            yield return all[start + i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
