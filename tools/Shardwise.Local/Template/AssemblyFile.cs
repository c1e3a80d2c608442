using System.Text.Json;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Template;

/// <summary>Reads the JSON files of a cloud assembly.</summary>
internal static class AssemblyFile
{
    public static JsonObject Object(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return JsonNode.Parse(stream) as JsonObject
                ?? throw new LocalPipelineException($"cloud assembly: '{path}' is not a JSON object");
        }
        catch (JsonException exception)
        {
            throw new LocalPipelineException($"cloud assembly: '{path}' is not JSON (line {exception.LineNumber + 1})", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LocalPipelineException($"cloud assembly: '{path}' cannot be read", exception);
        }
    }
}
