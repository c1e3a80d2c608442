using System.IO.Compression;

namespace Shardwise.Local.Functions;

/// <summary>
/// The layers of a function, one over the other in a folder that is what <c>/opt</c> is at Lambda: its programs, libraries and modules are found,
/// since they are looked for in paths of the environment. What is looked for at <c>/opt</c> itself is not.
/// </summary>
internal static class FunctionLayers
{
    // What Lambda's runtimes search, below /opt.
    private static readonly (string Variable, string[] Folders)[] Searched =
    [
        ("PATH", ["bin"]),
        ("LD_LIBRARY_PATH", ["lib"]),
        ("NODE_PATH", ["nodejs/node_modules", "nodejs"]),
        ("PYTHONPATH", ["python"]),
    ];

    /// <summary>Lays the layers out; null where there are none.</summary>
    /// <exception cref="LocalPipelineException">One cannot be unpacked.</exception>
    public static string? Unpack(FunctionDefinition function, string dataDirectory)
    {
        if (function.Layers.Count == 0)
        {
            return null;
        }

        string directory = Path.Combine(dataDirectory, "layers", function.Name);
        if (Directory.Exists(directory))
        {
            Directory.Delete(directory, recursive: true);
        }

        Directory.CreateDirectory(directory);
        foreach (string layer in function.Layers)
        {
            Unpack(function, layer, directory);
        }

        return directory;
    }

    /// <summary>Adds what is in the folder to the paths that runtimes search, behind what is there.</summary>
    public static void AddTo(Dictionary<string, string> variables, string directory)
    {
        foreach (var (variable, folders) in Searched)
        {
            string[] paths = [.. folders.Select(folder => Path.Combine(directory, folder)).Where(Directory.Exists)];
            if (paths.Length > 0)
            {
                string before = variables.GetValueOrDefault(variable) ?? "";
                variables[variable] = string.Join(Path.PathSeparator, before.Length == 0 ? paths : [before, .. paths]);
            }
        }
    }

    private static void Unpack(FunctionDefinition function, string layer, string directory)
    {
        try
        {
            if (!Directory.Exists(layer))
            {
                ZipFile.ExtractToDirectory(layer, directory, overwriteFiles: true);
                return;
            }

            foreach (string file in Directory.EnumerateFiles(layer, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Combine(directory, Path.GetRelativePath(layer, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy, overwrite: true);
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw new LocalPipelineException(
                $"function {function.LogicalId}: its layer '{layer}' cannot be unpacked: {exception.Message}", exception);
        }
    }
}
