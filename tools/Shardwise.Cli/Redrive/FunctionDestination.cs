using System.Globalization;
using Amazon.Lambda;
using Amazon.Lambda.Model;
using Amazon.Runtime;
using Shardwise.Cli.Aws;

namespace Shardwise.Cli.Redrive;

/// <summary>
/// Hands letters to a consumer function, in events such as its event-source mapping would make: of one shard each, and no larger than Lambda takes.
/// What the function names as failed, and what follows it, is not put, as by a mapping with <c>ReportBatchItemFailures</c>.
/// </summary>
/// <param name="access">Whose access it is invoked with.</param>
/// <param name="function">The function's name or ARN.</param>
internal sealed class FunctionDestination(RedriveAccess access, string function) : ILetterDestination
{
    /// <inheritdoc/>
    public bool TakesBatches => true;

    /// <inheritdoc/>
    public string? ProblemOf(Letter letter)
    {
        if (letter.Position is null)
            return "it does not tell its shardId, sequenceNumber, subSequenceNumber and approximateArrival, which a function is told";
        var size = LetterEvent.SizeOf(letter) + LetterEvent.FrameSize;
        return size > LetterEvent.LargestSize
            ? string.Create(CultureInfo.InvariantCulture, $"an event of it alone takes {size:N0} B; Lambda takes {LetterEvent.LargestSize:N0}")
            : null;
    }

    /// <inheritdoc/>
    public IEnumerable<IReadOnlyList<LetterItem>> Portions(IReadOnlyList<LetterItem> letters)
    {
        var portion = new List<LetterItem>();
        var size = LetterEvent.FrameSize;
        foreach (var item in letters)
        {
            var added = LetterEvent.SizeOf(item.Letter);
            if (portion.Count > 0 && (size + added > LetterEvent.LargestSize || !IsOfOneShard(portion[0].Letter.Position!, item.Letter.Position!)))
            {
                yield return portion;
                (portion, size) = ([], LetterEvent.FrameSize);
            }

            portion.Add(item);
            size += added;
        }

        if (portion.Count > 0)
            yield return portion;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string?>> PutAsync(IReadOnlyList<LetterItem> letters)
    {
        var answer = await InvokeAsync(LetterEvent.Write([.. letters.Select(item => item.Letter)])).ConfigureAwait(false);
        var (firstNotDone, problem) = FunctionAnswer.Read(
            answer, function, [.. letters.Select(item => item.Letter.Position!.NewSequenceNumber)]);
        return [.. Enumerable.Range(0, letters.Count).Select(place => place < firstNotDone ? null : problem)];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<InvokeResponse> InvokeAsync(byte[] payload)
    {
        try
        {
            return await access.Lambda.InvokeAsync(new InvokeRequest
            {
                FunctionName = function,
                InvocationType = InvocationType.RequestResponse,
                PayloadStream = new MemoryStream(payload),
            }).ConfigureAwait(false);
        }
        catch (ResourceNotFoundException exception)
        {
            throw new InputException($"there is no function {function} in this account and region", exception);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is "AccessDeniedException" or "AccessDenied")
        {
            throw new FailureException(
                $"these credentials do not allow to invoke {function}; that needs lambda:InvokeFunction ({AwsAnswer.Of(exception)})", exception);
        }
        catch (AmazonServiceException exception) when (exception.ErrorCode is { Length: > 0 })
        {
            throw new FailureException($"invoking {function} was answered with {AwsAnswer.Of(exception)}", exception);
        }
        catch (Exception exception) when (exception is AmazonServiceException or AmazonClientException or HttpRequestException or IOException
            or TimeoutException or TaskCanceledException)
        {
            throw new FailureException($"invoking {function} gave no answer", exception);
        }
    }

    private static bool IsOfOneShard(LetterPosition one, LetterPosition other) => one.StreamArn == other.StreamArn && one.ShardId == other.ShardId;
}
