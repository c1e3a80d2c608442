using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Shardwise.EndToEnd.Tests;

/// <summary>The <c>shardwise</c> command in a process of its own, as a person starts it.</summary>
internal sealed class CommandLineProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder error = new();
    private readonly Dictionary<string, TaskCompletionSource> awaited = [];

    public CommandLineProcess(params string[] arguments) : this(Heeding("dotnet", [ReferencePipeline.CommandLine, .. arguments]))
    {
    }

    /// <summary>The command as it is installed.</summary>
    /// <param name="tool">Where it is.</param>
    /// <param name="folder">Where it is run.</param>
    /// <param name="variable">A variable of its environment.</param>
    /// <param name="arguments">What it is given.</param>
    public CommandLineProcess(string tool, string folder, (string Name, string Value) variable, params string[] arguments)
        : this(In(folder, variable, Heeding(tool, arguments)))
    {
    }

    private CommandLineProcess(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(output, line.Data);
        process.ErrorDataReceived += (_, line) => Take(error, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public string Output => Text(output);

    public string Error => Text(error);

    public string LastLine => Output.TrimEnd().Split('\n')[^1];

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Completes when a line that holds this text has been printed.</summary>
    public async Task PrintedAsync(string text)
    {
        Task printed;
        lock (output)
        {
            if (output.ToString().Contains(text, StringComparison.Ordinal))
                return;
            printed = (awaited[text] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        await printed.WaitAsync(Patience);
    }

    /// <summary>What Ctrl-C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>The processes that this one started, and those that they started.</summary>
    public IReadOnlyList<int> Descendants()
    {
        var parents = Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
            .Select(id => (Id: id, Parent: ParentOf(id))).ToList();
        List<int> found = [process.Id];
        for (var i = 0; i < found.Count; i++)
            found.AddRange(parents.Where(candidate => candidate.Parent == found[i]).Select(candidate => candidate.Id));
        return found[1..];
    }

    /// <summary>Whether a process runs; one that has ended and that nobody has asked about does not.</summary>
    public static bool IsAlive(int id) => Stat(id) is [not "Z" and not "X", ..];

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    // Where a shell has started the tests in the background, they and all that they start would ignore Ctrl-C.
    private static ProcessStartInfo Heeding(string tool, string[] arguments) => OperatingSystem.IsLinux()
        ? new("env", ["--default-signal=INT", tool, .. arguments])
        : new(tool, arguments);

    private static ProcessStartInfo In(string folder, (string Name, string Value) variable, ProcessStartInfo start)
    {
        start.WorkingDirectory = folder;
        start.Environment[variable.Name] = variable.Value;
        return start;
    }

    private static int ParentOf(int id) => Stat(id) is [_, var parent, ..] ? int.Parse(parent, CultureInfo.InvariantCulture) : 0;

    // State, parent, and so on: what follows the command in brackets, which may itself hold spaces and brackets.
    private static string[] Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }

    private void Take(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (output)
        {
            text.AppendLine(line);
            foreach (var (wanted, printed) in awaited)
                if (line.Contains(wanted, StringComparison.Ordinal))
                    printed.TrySetResult();
        }
    }

    private string Text(StringBuilder text)
    {
        lock (output)
            return text.ToString();
    }
}
