using System.IO.Compression;

namespace Shardwise.Local.Functions;

/// <summary>Makes the processes of functions: unpacks their code where it is packed, and knows what to run.</summary>
internal sealed class FunctionLauncher(string lambdaHost, string dataDirectory, FunctionEnvironment environment)
{
    public Func<int, Action<FunctionLogSource, string>, FunctionProcess> For(FunctionDefinition function)
    {
        string directory = Directory.Exists(function.CodePath) ? function.CodePath : Unpack(function);
        string[] arguments = Arguments(function, directory);
        return (generation, line) => FunctionProcess.Start(
            arguments, directory, environment.For(function, RuntimeApi.Address(environment.Endpoint, function.Name, generation), directory), line);
    }

    // A handler without :: is a program that runs Lambda's bootstrap itself.
    private string[] Arguments(FunctionDefinition function, string directory)
    {
        if (function.Handler.Contains("::", StringComparison.Ordinal))
        {
            return [lambdaHost, directory, function.Handler];
        }

        string program = Path.Combine(directory, function.Handler + ".dll");
        return File.Exists(program)
            ? [program]
            : throw new LocalPipelineException($"function {function.LogicalId}: handler '{function.Handler}': there is no '{function.Handler}.dll' in '{directory}'");
    }

    private string Unpack(FunctionDefinition function)
    {
        string directory = Path.Combine(dataDirectory, "functions", function.Name);
        try
        {
            ZipFile.ExtractToDirectory(function.CodePath, directory, overwriteFiles: true);
            return directory;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            throw new LocalPipelineException($"function {function.LogicalId}: its code '{function.CodePath}' cannot be unpacked: {exception.Message}", exception);
        }
    }
}
