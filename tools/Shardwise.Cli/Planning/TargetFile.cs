using System.Text.Json;
using Shardwise.Scaling;

namespace Shardwise.Cli.Planning;

/// <summary>Reads a scaling target from a file: the <c>detail</c> of a scaler's rule.</summary>
internal static class TargetFile
{
    private const string AnyStream = "stream";

    /// <exception cref="InputException">It cannot be read, or is no usable target.</exception>
    public static ScalingTarget Read(string path, string? stream)
    {
        try
        {
            using var file = InputFile.Open(path);
            var target = JsonSerializer.Deserialize<ScalingTarget>(file) ?? throw new JsonException();
            target = target with { StreamName = stream ?? (string.IsNullOrEmpty(target.StreamName) ? AnyStream : target.StreamName) };
            target.Validate();
            return target;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"--target is {path}, which cannot be read", exception);
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            throw new InputException($"--target is {path}, which is no JSON such as {{\"minShards\":2,\"maxShards\":64}}", exception);
        }
        catch (ArgumentException exception)
        {
            throw new InputException($"--target is {path}: {exception.Message.TrimEnd('.')}", exception);
        }
    }
}
