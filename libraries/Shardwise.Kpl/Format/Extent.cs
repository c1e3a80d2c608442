namespace Shardwise.Kpl;

/// <summary>Where some bytes lie in a payload.</summary>
internal readonly record struct Extent(int Position, int Length)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> payload) => payload.Slice(Position, Length);

    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> payload) => payload.Slice(Position, Length);
}
