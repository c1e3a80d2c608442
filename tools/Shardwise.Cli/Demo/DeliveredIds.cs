using System.IO.Compression;
using System.Text.Json;

namespace Shardwise.Cli.Demo;

/// <summary>What arrived: the ids in the output objects and in the dead letters of an S3 folder.</summary>
public sealed record DeliveredIds
{
    private const string OutputSuffix = ".ndjson.gz";
    private const string DeadLetterSuffix = ".json";

    /// <summary>Ids in the output objects.</summary>
    public required IdSet Output { get; init; }

    /// <summary>Ids in the dead letters.</summary>
    public required IdSet DeadLetters { get; init; }

    /// <summary>Ids found more than once in the output objects.</summary>
    public required IdSet Duplicated { get; init; }

    /// <summary>
    /// Why the last click that was read was set aside, as its dead letter says; <c>null</c> when there is none. Clicks that are to be set aside do
    /// not count.
    /// </summary>
    public string? Reason { get; private set; }

    /// <summary>Reads every object under a folder: <c>*.ndjson.gz</c> are output, a click a line; <c>*.json</c> are dead letters.</summary>
    /// <param name="folder">The S3 folder, with a subfolder a bucket. One that is missing holds nothing.</param>
    /// <param name="capacity">Ids are 0 to this - 1; any other id counts as not read.</param>
    /// <param name="isMalformed">Whether a click is one that a consumer is to set aside.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="FailureException">An object cannot be read; the message names it.</exception>
    public static DeliveredIds Read(string folder, int capacity, Func<int, bool> isMalformed, CancellationToken cancellationToken = default)
    {
        var delivered = new DeliveredIds { Output = new IdSet(capacity), DeadLetters = new IdSet(capacity), Duplicated = new IdSet(capacity) };
        var objects = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories) : [];
        foreach (var path in objects)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                delivered.ReadObject(path, isMalformed);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException or JsonException or FormatException)
            {
                throw new FailureException($"the object {Path.GetRelativePath(folder, path)} is damaged: {exception.Message}", exception);
            }
        }

        return delivered;
    }

    private void ReadObject(string path, Func<int, bool> isMalformed)
    {
        if (path.EndsWith(OutputSuffix, StringComparison.Ordinal))
        {
            ReadOutput(path);
        }
        else if (path.EndsWith(DeadLetterSuffix, StringComparison.Ordinal))
        {
            ReadDeadLetter(path, isMalformed);
        }
    }

    private void ReadOutput(string path)
    {
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress))
        {
            gzip.CopyTo(unpacked);
        }

        ReadOnlySpan<byte> rest = unpacked.GetBuffer().AsSpan(0, (int)unpacked.Length);
        while (ClickGenerator.TryFindId(ref rest, out var number))
        {
            if (number < Output.Capacity && !Output.Add(number))
            {
                Duplicated.Add(number);
            }
        }
    }

    // A payload that no one could take apart is one dead letter and may hold many clicks: every id in it counts.
    private void ReadDeadLetter(string path, Func<int, bool> isMalformed)
    {
        using var letter = JsonDocument.Parse(File.ReadAllBytes(path));
        if (letter.RootElement.ValueKind != JsonValueKind.Object || !letter.RootElement.TryGetProperty("payloadBase64", out var payload))
        {
            return;
        }

        ReadOnlySpan<byte> rest = payload.GetBytesFromBase64();
        while (ClickGenerator.TryFindId(ref rest, out var number))
        {
            if (number < DeadLetters.Capacity)
            {
                DeadLetters.Add(number);
                Reason = !isMalformed(number) && letter.RootElement.TryGetProperty("reason", out var reason) ? reason.ToString() : Reason;
            }
        }
    }
}
