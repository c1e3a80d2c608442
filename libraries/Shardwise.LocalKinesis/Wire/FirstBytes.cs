using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>
/// HTTP/1.1 and HTTP/2 with prior knowledge on one plain port. Kestrel chooses between the two by what TLS negotiated, and without TLS takes
/// HTTP/1.1; so a connection
/// that begins as HTTP/2 does is given that result.
/// </summary>
internal static class FirstBytes
{
    private static ReadOnlySpan<byte> Preface => "PRI * HTTP/2.0"u8;

    public static void Tell(ListenOptions listen)
    {
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.Use(next => connection => TellAsync(connection, next));
    }

    private static async Task TellAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        if (await BeginsAsHttp2Async(connection.Transport.Input).ConfigureAwait(false))
        {
            var negotiated = new Negotiated();
            connection.Features.Set<ITlsConnectionFeature>(negotiated);
            connection.Features.Set<ITlsApplicationProtocolFeature>(negotiated);
        }

        await next(connection).ConfigureAwait(false);
    }

    private static async Task<bool> BeginsAsHttp2Async(PipeReader input)
    {
        while (true)
        {
            ReadResult read;
            try
            {
                read = await input.ReadAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or ConnectionAbortedException or ConnectionResetException)
            {
                return false;
            }

            var matched = Matches(read.Buffer);
            if (!matched || read.Buffer.Length >= Preface.Length || read.IsCompleted)
            {
                input.AdvanceTo(read.Buffer.Start);
                return matched && read.Buffer.Length >= Preface.Length;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static bool Matches(ReadOnlySequence<byte> buffer)
    {
        Span<byte> first = stackalloc byte[Preface.Length];
        var length = (int)Math.Min(buffer.Length, Preface.Length);
        buffer.Slice(0, length).CopyTo(first);
        return first[..length].SequenceEqual(Preface[..length]);
    }

    private sealed class Negotiated : ITlsConnectionFeature, ITlsApplicationProtocolFeature
    {
        public X509Certificate2? ClientCertificate { get; set; }

        public ReadOnlyMemory<byte> ApplicationProtocol { get; } = "h2"u8.ToArray();

        public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult<X509Certificate2?>(null);
    }
}
