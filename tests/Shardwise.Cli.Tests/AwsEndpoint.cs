using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Shardwise.Cli.Tests;

/// <summary>Services of AWS that speak JSON, on this machine: a test says what each call is answered.</summary>
internal sealed class AwsEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<string, JsonElement, AwsReply> _answer;
    private readonly Task _serving;

    /// <param name="answer">Gets the operation as <c>X-Amz-Target</c> or the path has it, and the request's body.</param>
    public AwsEndpoint(Func<string, JsonElement, AwsReply> answer)
    {
        _answer = answer;
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/";
        probe.Stop();
        _listener.Prefixes.Add(Address);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address { get; }

    /// <summary>The service's clock; <see langword="null"/> for this machine's.</summary>
    public DateTimeOffset? Clock { get; set; }

    /// <summary>What was called, with the body of each call.</summary>
    public ConcurrentQueue<(string Operation, JsonElement Body)> Calls { get; } = new();

    /// <summary>The bodies of the calls of an operation.</summary>
    public IEnumerable<JsonElement> Of(string operation) => Calls.Where(call => call.Operation == operation).Select(call => call.Body);

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
            var operation = call.Request.Headers["X-Amz-Target"]?.Split('.')[1] ?? call.Request.RawUrl!;
            var json = body.Length == 0 ? default : JsonDocument.Parse(body.ToArray()).RootElement;
            Calls.Enqueue((operation, json));
            var reply = _answer(operation, json);
            call.Response.StatusCode = reply.Status;
            call.Response.ContentType = call.Request.ContentType ?? "application/json";
            if (Clock is { } clock)
                call.Response.Headers["Date"] = clock.ToString("R", CultureInfo.InvariantCulture);
            foreach (var (name, value) in reply.Headers)
                call.Response.Headers[name] = value;
            await call.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(reply.Json));
            call.Response.Close();
        }
    }
}
