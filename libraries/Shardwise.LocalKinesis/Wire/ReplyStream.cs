using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>
/// Sends the first parts of a large answer while the rest is still being written: a page of GetRecords is up to 14 MiB, and its reader can take it in
/// meanwhile. Nobody knows yet how long it will be, so that it goes in chunks.
/// </summary>
internal sealed class ReplyStream(HttpContext context, string contentType)
{
    private Task _sent = Task.CompletedTask;

    /// <summary>Whether a part has been handed over, after which nothing can be refused any more.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Takes over a rented array, and sends it after those before it.</summary>
    public void Send(byte[] rented, int length)
    {
        if (!HasStarted)
        {
            HasStarted = true;
            HttpReply.Start(context, 200, contentType);
        }

        _sent = SendAfterAsync(_sent, rented, length);
    }

    /// <summary>Sends the last part; completes when all is sent.</summary>
    public async Task FinishAsync(ReadOnlyMemory<byte> rest)
    {
        await _sent.ConfigureAwait(false);
        await context.Response.Body.WriteAsync(rest, context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>Gives the answer up; completes when nothing of it is in use any more.</summary>
    public async Task AbortAsync()
    {
        context.Abort();
        await _sent.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAfterAsync(Task before, byte[] rented, int length)
    {
        try
        {
            await before.ConfigureAwait(false);
            await context.Response.Body.WriteAsync(rented.AsMemory(0, length), context.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
