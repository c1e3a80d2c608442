namespace Shardwise.Cli;

/// <summary>What a <c>shardwise</c> command ends with.</summary>
public static class ExitCode
{
    /// <summary>All is well.</summary>
    public const int Success = 0;

    /// <summary>The command failed.</summary>
    public const int Failure = 1;

    /// <summary>The command line or a file named on it cannot be used.</summary>
    public const int BadInput = 2;

    /// <summary>Who reads the output has gone: 128 + SIGPIPE, as shells report it.</summary>
    public const int OutputClosed = 141;

    /// <summary>Ctrl-C: 128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;

    /// <summary>Told to end, as a container or a service manager does: 128 + SIGTERM.</summary>
    public const int Terminated = 143;
}
