using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Shardwise.Cli.Tests.Redrive;

/// <summary>Lambda's Invoke on this machine: records what functions are handed, and answers what a test says.</summary>
internal sealed class FunctionEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<byte[], Task<FunctionReply>> _function;
    private readonly Task _serving;

    public FunctionEndpoint(Func<byte[], Task<FunctionReply>> function)
    {
        _function = function;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>What was invoked, as the path of the call.</summary>
    public ConcurrentQueue<string> Paths { get; } = new();

    /// <summary>What it was invoked with.</summary>
    public ConcurrentQueue<byte[]> Events { get; } = new();

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext call;
            try
            {
                call = await _listener.GetContextAsync();
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await call.Request.InputStream.CopyToAsync(body);
            Paths.Enqueue(call.Request.RawUrl!);
            Events.Enqueue(body.ToArray());
            var reply = await _function(body.ToArray());
            call.Response.StatusCode = reply.Status;
            foreach (var (name, value) in reply.Headers)
            {
                call.Response.Headers[name] = value;
            }

            await call.Response.OutputStream.WriteAsync(reply.Body);
            call.Response.Close();
        }
    }
}
