using System.Globalization;

namespace Shardwise.Local;

/// <summary>Keeps the simulated time beside the streams, so that a pipeline that is started again does not go back in time.</summary>
internal sealed class ClockFile : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly TimeProvider _clock;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _writing;

    public ClockFile(string directory, TimeProvider clock)
    {
        _path = PathIn(directory);
        _clock = clock;
        _writing = WriteAsync();
    }

    /// <summary>The time at which a pipeline starts: now, or later where it had come further before.</summary>
    public static DateTimeOffset Start(string directory)
    {
        var now = DateTimeOffset.UtcNow;
        return File.Exists(PathIn(directory))
            && DateTimeOffset.TryParse(File.ReadAllText(PathIn(directory)), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind,
                out var kept) && kept > now
                ? kept
                : now;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _writing;
        Write();
        _stopping.Dispose();
    }

    private static string PathIn(string directory) => Path.Combine(directory, "clock");

    private async Task WriteAsync()
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do
            {
                Write();
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
        }
    }

    // A full disk costs no more than a restart some seconds earlier; whoever stores records says that it is full.
    private void Write()
    {
        try
        {
            string next = _path + ".next";
            File.WriteAllText(next, _clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture));
            File.Move(next, _path, overwrite: true);
        }
        catch (IOException)
        {
        }
    }
}
