using System.IO.Compression;

namespace Shardwise.Local.Functions;

/// <summary>Makes the processes of functions: unpacks their code where it is packed, and knows what to run.</summary>
internal sealed class FunctionLauncher(string lambdaHost, string dataDirectory, FunctionEnvironment environment)
{
    public Func<int, Action<FunctionLogSource, string>, FunctionProcess> For(FunctionDefinition function)
    {
        string directory = Unpack(function);
        string? layers = FunctionLayers.Unpack(function, dataDirectory);
        var command = Command(function, directory);
        return (generation, line) => FunctionProcess.Start(
            command, directory, environment.For(function, RuntimeApi.Address(environment.Endpoint, function.Name, generation), directory, layers),
            line);
    }

    /// <summary>The folder that the function runs in: its code's own, or one that its code is unpacked into.</summary>
    public string Unpack(FunctionDefinition function)
    {
        if (function.InlineCode is null && Directory.Exists(function.CodePath))
        {
            return function.CodePath;
        }

        string directory = Path.Combine(dataDirectory, "functions", function.Name);
        try
        {
            Directory.CreateDirectory(directory);
            if (function.InlineCode is { } code)
            {
                File.WriteAllText(Path.Combine(directory, FunctionLanguage.IsPython(function.Runtime) ? "index.py" : "index.js"), code);
            }
            else
            {
                ZipFile.ExtractToDirectory(function.CodePath, directory, overwriteFiles: true);
            }

            return directory;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new LocalPipelineException(
                $"function {function.LogicalId}: its code '{function.CodePath}' cannot be unpacked: {exception.Message}", exception);
        }
    }

    private FunctionCommand Command(FunctionDefinition function, string directory) =>
        FunctionLanguage.IsNode(function.Runtime) ? new FunctionCommand(FunctionLanguage.Node!, [Script("node.mjs")])
        : FunctionLanguage.IsPython(function.Runtime) ? new FunctionCommand(FunctionLanguage.Python!, ["-u", Script("python.py")])
        : FunctionLanguage.IsProvided(function.Runtime) ? Bootstrap(function, directory)
        : new FunctionCommand(DotnetHost.Executable, Dotnet(function, directory));

    private static FunctionCommand Bootstrap(FunctionDefinition function, string directory)
    {
        if (FunctionLanguage.BootstrapProblem(directory) is { } problem)
        {
            throw new LocalPipelineException($"function {function.LogicalId}: {problem}");
        }

        string bootstrap = Path.Combine(directory, "bootstrap");
        if (!OperatingSystem.IsWindows() && !File.GetUnixFileMode(bootstrap).HasFlag(UnixFileMode.UserExecute))
        {
            // Published on another system, or unpacked from a zip that knows no rights.
            File.SetUnixFileMode(bootstrap, File.GetUnixFileMode(bootstrap) | UnixFileMode.UserExecute);
        }

        return new FunctionCommand(bootstrap, []);
    }

    // A handler without :: is a program that runs Lambda's bootstrap itself.
    private string[] Dotnet(FunctionDefinition function, string directory)
    {
        if (function.Handler.Contains("::", StringComparison.Ordinal))
        {
            return [lambdaHost, directory, function.Handler];
        }

        string program = Path.Combine(directory, function.Handler + ".dll");
        return File.Exists(program)
            ? [program]
            : throw new LocalPipelineException(
                $"function {function.LogicalId}: handler '{function.Handler}': there is no '{function.Handler}.dll' in '{directory}'");
    }

    // The runtimes lie in this assembly, so that a copy of it is all that there is to install.
    private string Script(string name)
    {
        string path = Path.Combine(dataDirectory, "runtimes", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var resource = typeof(FunctionLauncher).Assembly.GetManifestResourceStream($"Shardwise.Local.Functions.Runtimes.{name}")!;
        using var file = File.Create(path);
        resource.CopyTo(file);
        return path;
    }
}
