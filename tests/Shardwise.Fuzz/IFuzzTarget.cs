namespace Shardwise.Fuzz;

/// <summary>Something that reads what others write.</summary>
internal interface IFuzzTarget : IDisposable
{
    /// <summary>How the command line calls it.</summary>
    string Name { get; }

    /// <summary>Makes one input, the same for the same random numbers.</summary>
    byte[] Make(Random random);

    /// <summary>Has it read, and throws whatever must not be thrown: a <see cref="FuzzFindException"/> where what was read is wrong.</summary>
    void Check(byte[] input);
}
