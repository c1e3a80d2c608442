using System.Reflection;
using Amazon.CDK;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Functions;

/// <summary>The folder of a published function, as a build leaves it beside the assembly that deploys it.</summary>
internal static class FunctionFolder
{
    /// <summary>The file in which a build names the stand-ins that a function was built on.</summary>
    public const string StampFile = "shardwise-standins.txt";

    /// <summary>The environment variable that lets a stack of stamped functions be synthesized.</summary>
    public const string AllowVariable = "SHARDWISE_ALLOW_STANDINS";

    /// <summary>Finds a function that this package carries.</summary>
    /// <param name="project">The function's project name.</param>
    /// <returns>The full path of its folder.</returns>
    /// <exception cref="InvalidPropsException">The folder is not there, or holds no function of that name.</exception>
    public static string Carried(string project)
    {
        var beside = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location) is { Length: > 0 } folder ? folder : AppContext.BaseDirectory;
        var path = Path.Combine(beside, "functions", project);
        return Holds(path, project)
            ? path
            : throw new InvalidPropsException(
                $"The published function {project} is not in {path}: "
                + "build the project that references Shardwise.Constructs with `dotnet build`, which puts it there.");
    }

    /// <summary>Whether a folder holds what Lambda needs to load an assembly.</summary>
    public static bool Holds(string path, string assembly) =>
        File.Exists(Path.Combine(path, $"{assembly}.dll")) && File.Exists(Path.Combine(path, $"{assembly}.runtimeconfig.json"));

    /// <summary>Requires a folder to hold a handler's assembly as a publish leaves it, compiled for the function's processor.</summary>
    public static void Check(PropsCheck check, string property, string path, string handler, FunctionArchitecture architecture)
    {
        var assembly = DotNetFunctions.AssemblyOf(handler);
        check.Require(
            Holds(path, assembly), property, $"'{path}'",
            $"a folder that holds {assembly}.dll and {assembly}.runtimeconfig.json, as `dotnet publish` of the function leaves it");
        FunctionProcessor.Check(check, property, path, assembly, architecture);
    }

    /// <summary>Puts an error on the stack when a function in it is built on stand-ins, which must never be deployed.</summary>
    public static void RefuseStandins(Construct scope, string path)
    {
        if (!File.Exists(Path.Combine(path, StampFile)) || System.Environment.GetEnvironmentVariable(AllowVariable) == "1")
            return;
        var stack = Stack.Of(scope);
        // The CDK keeps one of several equal messages, so this one names no function: the stack gets it once.
        Annotations.Of(stack).AddError(
            $"Functions of stack '{stack.StackName}' are built on stand-ins for AWS packages that this machine's package registry lacks "
            + $"(each function's {StampFile} names them), and stand-ins must not be deployed. Build with the real packages (AWS_PACKAGES=nuget), "
            + $"or set {AllowVariable}=1 if this template is only for a local run.");
    }
}
