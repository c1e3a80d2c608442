namespace Shardwise.Fuzz;

/// <summary>Damage to bytes: single ones, pieces of the input doubled, moved or cut out, and words that mean something to the reader.</summary>
internal sealed class ByteMutations(params byte[][] words)
{
    private const int MostSteps = 4;
    private const int LongestPiece = 64;

    /// <summary>A damaged copy.</summary>
    public byte[] Of(byte[] sound, Random random)
    {
        var bytes = new List<byte>(sound);
        for (var steps = 1 + random.Next(MostSteps); steps > 0; steps--)
            Step(bytes, random);
        return [.. bytes];
    }

    private void Step(List<byte> bytes, Random random)
    {
        if (bytes.Count == 0)
        {
            bytes.AddRange(Word(random));
            return;
        }

        var at = random.Next(bytes.Count);
        var length = Math.Min(1 + random.Next(LongestPiece), bytes.Count - at);
        switch (random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
            case 4:
                bytes.InsertRange(at, Word(random));
                break;
            case 5:
                bytes.RemoveRange(at, Math.Min(length, 8));
                bytes.InsertRange(at, Word(random));
                break;
            default:
                bytes.RemoveRange(at, random.Next(4) == 0 ? bytes.Count - at : 1);
                break;
        }
    }

    private byte[] Word(Random random) => words[random.Next(words.Length)];
}
