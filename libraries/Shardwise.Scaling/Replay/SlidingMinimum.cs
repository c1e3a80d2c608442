namespace Shardwise.Scaling.Replay;

/// <summary>The minimum of a window whose both ends only move up, in constant time a step on average.</summary>
internal sealed class SlidingMinimum(int capacity)
{
    private readonly int[] _candidates = new int[capacity];
    private double[] _values = [];
    private int _head;
    private int _tail;
    private int _end;

    public void Reset(double[] values) => (_values, _head, _tail, _end) = (values, 0, 0, 0);

    /// <summary>The minimum of the values from <paramref name="first"/> to <paramref name="last"/>, both within the array and included.</summary>
    public double Minimum(int first, int last)
    {
        if (_end < first)
            (_end, _head, _tail) = (first, 0, 0);
        for (; _end <= last; _end++)
        {
            while (_tail > _head && _values[_candidates[_tail - 1]] >= _values[_end])
                _tail--;
            _candidates[_tail++] = _end;
        }

        while (_candidates[_head] < first)
            _head++;
        return _values[_candidates[_head]];
    }
}
