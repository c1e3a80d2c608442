using System.Diagnostics;
using System.Globalization;

namespace Shardwise.Cli.Tests.Local;

/// <summary>What a run does with the folder that it keeps things in, and with its disk.</summary>
[Collection(LocalRun.OneAtATime)]
public sealed class FolderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task What_a_killed_run_has_left_is_removed_by_the_next_one_and_what_a_living_one_has_is_not()
    {
        using var app = new AppFolder();
        using var killed = new KilledRun("--app", app.Assembly, "--port", "0");
        await killed.EndpointAsync().WaitAsync(Patience);
        killed.Kill();
        string left = Assert.Single(killed.TemporaryFolders);
        Assert.True(Directory.Exists(Path.Combine(left, "s3-incoming")) || Directory.EnumerateFileSystemEntries(left).Any());

        await using var first = new LocalRun("--app", app.Assembly, "--port", "0");
        await first.StartedAsync();
        Assert.False(Directory.Exists(left));
        string[] own = Directory.GetDirectories(Path.GetTempPath(), FormattableString.Invariant($"shardwise-local-{Environment.ProcessId}-*"));
        await using var second = new LocalRun("--app", app.Assembly, "--port", "0");
        await second.StartedAsync();

        Assert.NotEmpty(own);
        Assert.All(own, folder => Assert.True(Directory.Exists(folder)));
    }

    [SmallDiskFact]
    public async Task A_full_disk_ends_the_run_with_one_line_that_names_the_folder_and_leaves_nothing_running()
    {
        using var app = new AppFolder("Records::Whole");
        string disk = app.At("disk");
        Directory.CreateDirectory(disk);
        using var run = SmallDisk.Start(disk, megabytes: 24, "local", "--app", app.Assembly, "--port", "0", "--data", Path.Combine(disk, "data"), "--plain");
        var errors = run.StandardError.ReadToEndAsync();
        string endpoint = "";
        while (endpoint.Length == 0 && await run.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            endpoint = line.StartsWith("Running at ", StringComparison.Ordinal) ? line.Split(' ')[2] : "";
        }

        var rest = run.StandardOutput.ReadToEndAsync();
        // 20 MiB of records, in lines of half a megabyte: more than the disk takes, and little more, since a shard takes 1 MiB a second. The run ends in
        // the middle of them.
        await File.WriteAllLinesAsync(app.At("large"), Enumerable.Repeat(new string('x', 500_000), 42));
        using var ignored = new StringWriter();
        var putting = CommandLine.RunAsync(["local", "put", "clicks", app.At("large"), "--endpoint", endpoint], ignored, CancellationToken.None, TextWriter.Null);
        await run.WaitForExitAsync().WaitAsync(Patience);

        await putting.WaitAsync(Patience);
        await rest;
        Assert.Matches(
            $"^shardwise: the disk of '{disk}/data' is full: [0-9]+ MiB are free, and 16 are needed; make room there, or name a folder on another disk with --data$",
            (await errors).Trim());
        Assert.Equal(ExitCode.Failure, run.ExitCode);
        Assert.Empty(Processes(run.Id));
    }

    // Those that have a process as their parent; a namespace's first process has the number that the outside gives it.
    private static IEnumerable<string> Processes(int parent) => Directory.GetDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _))
        .Where(folder => File.Exists(Path.Combine(folder, "status"))
            && File.ReadLines(Path.Combine(folder, "status")).Contains(FormattableString.Invariant($"PPid:\t{parent}")));
}
