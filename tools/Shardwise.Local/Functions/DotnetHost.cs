using System.Runtime.InteropServices;

namespace Shardwise.Local.Functions;

/// <summary>The <c>dotnet</c> that runs this process runs the functions too, whatever PATH says.</summary>
internal static class DotnetHost
{
    /// <summary>Its folder: the runtime lies three levels below, in <c>shared/Microsoft.NETCore.App/VERSION</c>.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    public static string Executable { get; } = Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
}
