using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace Shardwise.Cli;

/// <summary>The version of the command, which is its package's.</summary>
internal static class ToolVersion
{
    /// <summary>As NuGet writes it: <c>0.1.0</c>, <c>0.1.0-standin</c>.</summary>
    public static string Text { get; } =
        typeof(ToolVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    /// <summary>Answers <c>--version</c>, also where the process was started by another program than the command itself.</summary>
    public static void Answer(RootCommand root) => root.Options.OfType<VersionOption>().Single().Action = new Action();

    private sealed class Action : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(Text);
            return ExitCode.Success;
        }
    }
}
