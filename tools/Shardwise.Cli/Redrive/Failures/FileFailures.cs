using System.Text;
using System.Text.Json;

namespace Shardwise.Cli.Redrive.Failures;

/// <summary>
/// Failure messages in a file: a line of JSON each, or one JSON value, such as what <c>aws sqs receive-message</c> writes. What is through is noted
/// in a file beside it, and passed over the next time.
/// </summary>
internal sealed class FileFailures : FailureSource
{
    // Some 200,000 messages.
    private const long LargestFile = 256 * 1_048_576;

    private readonly string _path;
    private readonly Queue<FailureMessage> _messages;
    private readonly HashSet<string> _through;

    /// <exception cref="InputException">The file cannot be read.</exception>
    public FileFailures(string path)
    {
        _path = path;
        if (new FileInfo(path).Length > LargestFile)
            throw new InputException($"{path} is larger than {LargestFile / 1_048_576} MiB; split it by lines");
        try
        {
            _messages = new Queue<FailureMessage>(MessagesIn(File.ReadAllText(path), path));
            _through = File.Exists(NotesPath) ? [.. File.ReadAllLines(NotesPath)] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be read", exception);
        }
    }

    public override string Done => $"noted in {NotesPath}";

    private string NotesPath => _path + LetterStore.MarkEnding;

    public override Task<FailureMessage?> NextAsync(CancellationToken cancellationToken) =>
        Task.FromResult(_messages.TryDequeue(out var next) ? next : null);

    public override bool IsThrough(string key) => _through.Contains(key);

    public override void NoteThrough(string key) => _through.Add(key);

    public override async Task TakeAwayAsync(FailureMessage message, string key)
    {
        await File.AppendAllTextAsync(NotesPath, key + "\n").ConfigureAwait(false);
        NoteThrough(key);
    }

    private static IEnumerable<FailureMessage> MessagesIn(string text, string path)
    {
        var whole = Parse(text);
        if (whole is not null)
        {
            return BodiesOf(whole.Value).Select((body, place) => new FailureMessage($"{path}, message {place + 1}", Encoding.UTF8.GetBytes(body)));
        }

        return text.Split('\n').Select((line, place) => (line, place)).Where(line => !string.IsNullOrWhiteSpace(line.line)).SelectMany(line =>
            (Parse(line.line) is { } json ? BodiesOf(json) : [line.line]).Select(
                body => new FailureMessage($"{path}, line {line.place + 1}", Encoding.UTF8.GetBytes(body))));
    }

    // An array of messages, or SQS's answer with them, or a message.
    private static IEnumerable<string> BodiesOf(JsonElement json) => json switch
    {
        { ValueKind: JsonValueKind.Array } => json.EnumerateArray().SelectMany(BodiesOf),
        { ValueKind: JsonValueKind.Object } when json.TryGetProperty("Messages", out var messages) => BodiesOf(messages),
        { ValueKind: JsonValueKind.Object } when json.TryGetProperty("Body", out var body)
            && body.ValueKind == JsonValueKind.String => [body.GetString()!],
        _ => [json.GetRawText()],
    };

    private static JsonElement? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
