namespace Shardwise.Kpl;

/// <summary>What using a key comes to.</summary>
/// <param name="Index">Its index in the table; -1 if no key is used.</param>
/// <param name="Utf8Length">Its length, in bytes.</param>
/// <param name="Growth">The bytes that it adds to the table, 0 if it is there already.</param>
/// <param name="Slot">Where the table looks it up.</param>
/// <param name="Hash">What the table looks it up by.</param>
internal readonly record struct KeyUse(int Index, int Utf8Length, int Growth, int Slot, uint Hash)
{
    /// <summary>No key is used.</summary>
    public static KeyUse None => new(Index: -1, Utf8Length: 0, Growth: 0, Slot: 0, Hash: 0);

    public bool IsNone => Index < 0;
}
