using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Shardwise.Consumers.Drivers.Tests;

/// <summary>
/// What is on this machine for real clients to fail at: a port where nobody listens, and a server that answers each HTTP request with one status.
/// </summary>
internal sealed class Loopback : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly string _answer;
    private readonly Task _served;

    private Loopback(string answer)
    {
        _answer = answer;
        _listener.Start();
        _served = ServeAsync();
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int ClosedPort
    {
        get
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public static Loopback Http(int status, string body = "{}", string type = "application/json") => new(
        $"HTTP/1.1 {status} Status\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\nX-Elastic-Product: Elasticsearch\r\n\r\n{body}");

    /// <summary>One that takes each request, and says nothing.</summary>
    public static Loopback Silent() => new("");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _served;
        _listener.Stop();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                _ = AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using var connection = client;
        try
        {
            var stream = connection.GetStream();
            var bytes = new byte[64 * 1024];
            var text = "";
            while (await stream.ReadAsync(bytes, _end.Token) is var read and > 0)
            {
                text += Encoding.Latin1.GetString(bytes, 0, read);
                if (IsWhole(text))
                {
                    text = "";
                    await stream.WriteAsync(Encoding.Latin1.GetBytes(_answer), _end.Token);
                }
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
        }
    }

    private static bool IsWhole(string request)
    {
        var end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            return false;
        }

        var head = request[..end];
        var body = request[(end + 4)..];
        const string Length = "content-length:";
        var length = head.Split("\r\n").FirstOrDefault(line => line.StartsWith(Length, StringComparison.OrdinalIgnoreCase));
        return length is not null
            ? body.Length >= int.Parse(length[Length.Length..], System.Globalization.CultureInfo.InvariantCulture)
            : !head.Contains("chunked", StringComparison.OrdinalIgnoreCase) || body.EndsWith("0\r\n\r\n", StringComparison.Ordinal);
    }
}
