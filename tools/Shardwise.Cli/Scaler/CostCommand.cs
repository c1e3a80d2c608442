using System.CommandLine;
using System.Globalization;

namespace Shardwise.Cli.Scaler;

/// <summary><c>shardwise scaler cost</c>: what the scaler itself costs a month.</summary>
internal static class CostCommand
{
    private const int MostStreams = 500;
    private static readonly int[] Usual = [1, 50, 500];

    public static Command Create()
    {
        var streams = new Option<int?>("--streams") { Description = "for so many streams; by default for 1, 50 and 500", HelpName = "N" };
        var command = new Command("cost", "What the scaler itself costs a month, for each stream and all of them, with and without Fleet.")
        {
            streams,
        };
        command.SetAction((parsed, _) =>
        {
            Write(parsed.GetValue(streams), parsed.InvocationConfiguration.Output);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Write(int? streams, TextWriter output)
    {
        if (streams is < 1 or > MostStreams)
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"--streams is {streams}; 1 to {MostStreams} is allowed"));
        var parts = string.Concat(new ScalerCost(1, false).Parts.Select(part => $"{part.Name,16}"));
        output.WriteLine($"{"USD a month (730 hours)",-26}{"a stream",10}{"all",12}{parts}");
        foreach (var count in streams is { } one ? [one] : Usual)
        {
            output.WriteLine(
                new ScalerCost(count, Fleet: false).Row(string.Create(CultureInfo.InvariantCulture, $"{count} stream{(count == 1 ? "" : "s")}")));
            output.WriteLine(new ScalerCost(count, Fleet: true).Row(
                string.Create(CultureInfo.InvariantCulture, $"{count} stream{(count == 1 ? "" : "s")}, Fleet")));
        }

        output.WriteLine("us-east-1, from what the scaler asks for and sends for calm streams; consumers with enhanced fan-out, streams nearly full "
            + "and hot ranges add to it.");
        output.WriteLine(
            "Of an on-demand stream whose warm throughput is held, two alarms less (0.20 USD); warm throughput itself costs nothing beyond "
            + "the account's commitment (shardwise plan --all).");
    }
}
