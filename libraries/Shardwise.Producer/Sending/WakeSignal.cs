using System.Threading.Channels;

namespace Shardwise.Producer;

/// <summary>Wakes the one who waits; any number of calls before it looks are one.</summary>
internal sealed class WakeSignal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _channel.Writer.TryWrite(true);

    public async ValueTask WaitAsync() => await _channel.Reader.ReadAsync().ConfigureAwait(false);
}
