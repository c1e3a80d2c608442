using System.Text.RegularExpressions;

namespace Shardwise.Cli.Redrive.Failures;

/// <summary>Lambda's on-failure objects, which lie in a folder or a bucket as dead letters do.</summary>
/// <param name="letters">Where they lie.</param>
/// <param name="isMarked">Whether one that is through is marked in place of deleted.</param>
internal sealed partial class StoreFailures(LetterStore letters, bool isMarked) : FailureSource
{
    public override string Done => isMarked ? "marked" : "deleted";

    /// <summary>Whether a name is as Lambda names its objects: <c>…/YYYY-MM-DDTHH.MM.SS-UUID</c>.</summary>
    public static bool IsName(string name) => Name().IsMatch(name);

    public override Task<FailureMessage?> NextAsync(CancellationToken cancellationToken) => Task.FromResult<FailureMessage?>(null);

    public override Task TakeAwayAsync(FailureMessage message, string key) => isMarked
        ? letters.MarkAsync(message.Handle, message.Content, CancellationToken.None)
        : letters.DeleteAsync(message.Handle, CancellationToken.None);

    [GeneratedRegex(@"(\A|/)\d{4}-\d{2}-\d{2}T\d{2}\.\d{2}\.\d{2}-[0-9a-fA-F-]{36}\z")]
    private static partial Regex Name();
}
