using System.Text;

namespace Shardwise.Consumers.Tests.Fakes;

internal sealed class RecordingDeadLetters : IDeadLetterDestination
{
    public List<DeadLetter> Letters { get; } = [];

    public List<int> Calls { get; } = [];

    public Action<IReadOnlyList<DeadLetter>> OnWrite { get; set; } = _ => { };

    public IEnumerable<string> Texts => Letters.Select(letter => Encoding.UTF8.GetString(letter.Payload.Span));

    public Task WriteAsync(IReadOnlyList<DeadLetter> letters, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.Add(letters.Count);
        OnWrite(letters);
        Letters.AddRange(letters);
        return Task.CompletedTask;
    }
}
