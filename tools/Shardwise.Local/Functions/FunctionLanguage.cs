using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Shardwise.Local.Functions;

/// <summary>What a function's runtime is here, and what of it this machine can run.</summary>
internal static class FunctionLanguage
{
    private const string Known = "dotnet, provided.al2023, nodejs and python functions run here";

    // Architectures as an ELF header has them.
    private const ushort ElfX64 = 62;
    private const ushort ElfArm64 = 183;

    public static string? Node { get; } = Find("node");

    public static string? Python { get; } = Find("python3");

    public static bool IsDotnet(string runtime) => runtime.StartsWith("dotnet", StringComparison.Ordinal);

    public static bool IsProvided(string runtime) => runtime.StartsWith("provided", StringComparison.Ordinal);

    public static bool IsNode(string runtime) => runtime.StartsWith("nodejs", StringComparison.Ordinal);

    public static bool IsPython(string runtime) => runtime.StartsWith("python3", StringComparison.Ordinal);

    /// <summary>Why functions of a runtime do not run here; null where they do.</summary>
    public static string? Problem(string? runtime) => runtime switch
    {
        null => $"a container image; {Known}",
        _ when IsDotnet(runtime) || IsProvided(runtime) => null,
        _ when IsNode(runtime) => Node is null ? $"runtime {runtime}, and there is no node on the PATH" : null,
        _ when IsPython(runtime) => Python is null ? $"runtime {runtime}, and there is no python3 on the PATH" : null,
        _ => $"runtime {runtime}; {Known}",
    };

    /// <summary>Why a folder's <c>bootstrap</c> does not run on this machine; null where it does, or the folder is packed.</summary>
    public static string? BootstrapProblem(string code)
    {
        string bootstrap = Path.Combine(code, "bootstrap");
        if (!Directory.Exists(code))
        {
            return null;
        }

        if (!File.Exists(bootstrap))
        {
            return "its code has no file 'bootstrap'";
        }

        Span<byte> header = stackalloc byte[20];
        using var file = File.OpenRead(bootstrap);
        int read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < header.Length || !header.StartsWith("\u007fELF"u8))
        {
            // A script, or what the system knows how to run.
            return OperatingSystem.IsLinux() || header[0] == '#' ? null : "its bootstrap is not for this system";
        }

        ushort machine = BinaryPrimitives.ReadUInt16LittleEndian(header[18..]);
        ushort here = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? ElfArm64 : ElfX64;
        return !OperatingSystem.IsLinux() ? "its bootstrap is for Linux"
            : machine == here ? null
            : $"its bootstrap is for {(machine == ElfArm64 ? "arm64" : machine == ElfX64 ? "x86_64" : "another processor")}, and this machine is "
                + $"{(here == ElfArm64 ? "arm64" : "x86_64")}";
    }

    private static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => OperatingSystem.IsWindows() ? [Path.Combine(folder, program + ".exe"),
            Path.Combine(folder, program + ".cmd")] : new[] { Path.Combine(folder, program) })
        .FirstOrDefault(File.Exists);
}
