using System.Reflection.PortableExecutable;
using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Functions;

/// <summary>
/// What a function was compiled for. Assemblies are good for any processor unless they were published for one: Lambda then fails each call on
/// the other one, and nothing says so before.
/// </summary>
internal static class FunctionProcessor
{
    /// <summary>
    /// Code compiled ahead for Linux has these bits of the machine's number turned over, so that other systems take it for none of theirs.
    /// </summary>
    private const ushort LinuxBits = 0x7B79;

    public static Architecture Of(FunctionArchitecture architecture) =>
        architecture == FunctionArchitecture.X64 ? Architecture.X86_64 : Architecture.ARM_64;

    /// <summary>Refuses a published function that is compiled for another processor than it is deployed for.</summary>
    public static void Check(PropsCheck check, string property, string folder, string assembly, FunctionArchitecture architecture)
    {
        var path = Path.Combine(folder, $"{assembly}.dll");
        if (File.Exists(path) && CompiledFor(path) is { } compiledFor)
        {
            check.Require(
                compiledFor == architecture, property, $"'{folder}', whose {assembly}.dll is compiled for {compiledFor}",
                $"a function compiled for any processor, or for {architecture} as Architecture says");
        }
    }

    private static FunctionArchitecture? CompiledFor(string path)
    {
        try
        {
            using var assembly = new PEReader(File.OpenRead(path));
            var machine = (ushort)assembly.PEHeaders.CoffHeader.Machine;
            return Named(machine) ?? Named((ushort)(machine ^ LinuxBits));
        }
        catch (BadImageFormatException)
        {
            // It is no assembly at all: Lambda's affair, or a test's.
            return null;
        }
    }

    private static FunctionArchitecture? Named(ushort machine) => (Machine)machine switch
    {
        Machine.Arm64 => FunctionArchitecture.Arm64,
        Machine.Amd64 => FunctionArchitecture.X64,
        _ => null,
    };
}
