using System.Globalization;
using Amazon.Runtime;

namespace Shardwise.Cli.Aws;

/// <summary>The service's own time, as its answers tell it: this machine's clock may be minutes off, and stands still while it sleeps.</summary>
internal sealed class ServiceClock
{
    private long _ticks;

    /// <param name="client">Whose answers are looked at.</param>
    public ServiceClock(AmazonServiceClient client) => client.AfterResponseEvent += (_, answer) => Note(answer as WebServiceResponseEventArgs);

    /// <summary>When the last answer came, to the second, never later than it was; <see langword="null"/> when none has told.</summary>
    public DateTimeOffset? Latest => Interlocked.Read(ref _ticks) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    private void Note(WebServiceResponseEventArgs? answer)
    {
        if (answer?.ResponseHeaders.FirstOrDefault(header => header.Key.Equals("Date", StringComparison.OrdinalIgnoreCase)).Value is { } date
            && DateTimeOffset.TryParseExact(date, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            Interlocked.Exchange(ref _ticks, time.UtcTicks);
    }
}
