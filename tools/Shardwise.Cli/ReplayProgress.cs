using System.Globalization;
using Spectre.Console;

namespace Shardwise.Cli;

/// <summary>How far a replay is: a bar on a terminal, elsewhere a line now and then on standard error.</summary>
internal static class ReplayProgress
{
    /// <summary>Whether a bar is shown: standard output is a terminal, and holds no JSON.</summary>
    public static bool HasBar(IAnsiConsole console, bool isData) => !isData && console.Profile.Capabilities.Interactive;

    /// <summary>Replays what is given, one after the other.</summary>
    /// <param name="console">The screen.</param>
    /// <param name="error">Gets the lines where there is no bar.</param>
    /// <param name="isData">Whether the output is for programs.</param>
    /// <param name="items">What is replayed.</param>
    /// <param name="name">What to call one of them.</param>
    /// <param name="replay">Replays one, and tells how far it is, from 0 to 1.</param>
    public static List<TResult> Run<T, TResult>(
        IAnsiConsole console, TextWriter error, bool isData, IReadOnlyList<T> items, Func<T, string> name, Func<T, IProgress<double>, TResult> replay)
    {
        if (!HasBar(console, isData))
            return [.. items.Select(item => replay(item, new Lines(name(item), error, TimeProvider.System)))];
        return console.Progress().AutoClear(true).Start(context =>
            (List<TResult>)[.. items.Select(item => replay(item, new Bar(context.AddTask(Markup.Escape(name(item)), maxValue: 1))))]);
    }

    // Told from the replay's own thread, at once: Progress<T> would come late, by another one.
    private sealed class Bar(ProgressTask task) : IProgress<double>
    {
        public void Report(double value) => task.Value = value;
    }

    /// <summary>A line each five seconds: what is over before says nothing.</summary>
    internal sealed class Lines(string name, TextWriter error, TimeProvider clock) : IProgress<double>
    {
        /// <summary>How long is waited before each line.</summary>
        public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

        private long last = clock.GetTimestamp();

        public void Report(double value)
        {
            if (clock.GetElapsedTime(last) < Pause)
                return;
            last = clock.GetTimestamp();
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {value * 100:0} % replayed"));
        }
    }
}
