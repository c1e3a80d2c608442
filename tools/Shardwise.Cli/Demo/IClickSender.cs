namespace Shardwise.Cli.Demo;

/// <summary>Sends clicks into a stream, each until it is accepted. One caller at a time.</summary>
public interface IClickSender
{
    /// <summary>What was sent so far; may be read from any thread.</summary>
    SenderCounts Counts { get; }

    /// <summary>Takes a click to send.</summary>
    /// <param name="number">Its running number, told again when it is accepted.</param>
    /// <param name="user">Its partition key.</param>
    /// <param name="data">Its bytes; copied.</param>
    /// <returns><c>false</c> when too much waits already: offer it again after <see cref="SendAsync"/>.</returns>
    bool TryAdd(int number, string user, ReadOnlySpan<byte> data);

    /// <summary>Sends what is ready to go; what is refused stays for a later call.</summary>
    /// <param name="flush">Sends what is not yet full, too.</param>
    /// <param name="cancellationToken">Gives up waiting for an answer.</param>
    /// <exception cref="FailureException">The stream does not take records at all.</exception>
    Task SendAsync(bool flush, CancellationToken cancellationToken);

    /// <summary>Whether everything taken was accepted.</summary>
    bool IsEmpty { get; }
}
