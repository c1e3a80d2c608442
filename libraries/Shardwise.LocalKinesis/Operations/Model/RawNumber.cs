using System.Globalization;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>A number as a request carried it, whatever its size.</summary>
internal readonly record struct RawNumber(double Value)
{
    public bool IsWhole => Math.Floor(Value) == Value;

    /// <summary>Rounded down, and kept within what a long holds.</summary>
    public long Floor => Value >= long.MaxValue ? long.MaxValue : Value <= long.MinValue ? long.MinValue : (long)Math.Floor(Value);

    /// <summary>Epoch seconds to milliseconds; far beyond every calendar they stay just that.</summary>
    public long Milliseconds => new RawNumber(Math.Round(Value * 1000)).Floor;

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
