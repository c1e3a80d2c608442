using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>Kestrel by itself, without a host around it: a test starts one in a few milliseconds.</summary>
internal sealed class KestrelHost : IAsyncDisposable
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(2);

    private readonly KestrelServer _server;

    private KestrelHost(KestrelServer server, X509Certificate2? certificate) => (_server, Certificate) = (server, certificate);

    public Uri Endpoint { get; private set; } = null!;

    public Uri? TlsEndpoint { get; private set; }

    public X509Certificate2? Certificate { get; }

    /// <exception cref="LocalKinesisException">A port is in use, or not this user's to open.</exception>
    public static async Task<KestrelHost> StartAsync(LocalKinesisOptions options, RequestDelegate handle, CancellationToken cancellationToken)
    {
        var certificate = options.TlsPort is null ? null : MakeCertificate();
        var kestrel = Configure(options, certificate);
        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var host = new KestrelHost(new KestrelServer(Options.Create(kestrel), transport, NullLoggerFactory.Instance), certificate);
        try
        {
            await host._server.StartAsync(new Application(handle), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await host.DisposeAsync().ConfigureAwait(false);
            var ports = $"Port {options.Port}{(options.TlsPort is { } tls ? $" or {tls}" : "")} on 127.0.0.1";
            throw new LocalKinesisException(exception is IOException
                ? $"{ports} is in use: choose another, or 0 for a free one."
                : $"{ports} cannot be opened by this user: choose one from 1024, or 0 for a free one.", exception);
        }

        var addresses = host._server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        host.Endpoint = new Uri(addresses.First(address => address.StartsWith("http:", StringComparison.Ordinal)));
        host.TlsEndpoint = addresses.FirstOrDefault(address => address.StartsWith("https:", StringComparison.Ordinal)) is { } found
            ? new Uri(found) : null;
        return host;
    }

    /// <summary>Room for calls of 10 MiB and for callers who speak HTTP/2 in any scheme.</summary>
    public static void SetLimits(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowAlternateSchemes = true;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Limits.Http2.InitialStreamWindowSize = 4 * 1_048_576;
        kestrel.Limits.Http2.InitialConnectionWindowSize = 16 * 1_048_576;
        kestrel.Limits.Http2.MaxStreamsPerConnection = 1_000;
    }

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopTimeout);
        try
        {
            await _server.StopAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A subscription that nobody reads any more; its connection is cut.
        }

        _server.Dispose();
        Certificate?.Dispose();
    }

    private static KestrelServerOptions Configure(LocalKinesisOptions options, X509Certificate2? certificate)
    {
        var kestrel = new KestrelServerOptions();
        SetLimits(kestrel);
        kestrel.Listen(IPAddress.Loopback, options.Port, FirstBytes.Tell);
        if (options.TlsPort is { } port)
        {
            kestrel.ApplicationServices = TlsServices();
            kestrel.Listen(IPAddress.Loopback, port, listen =>
            {
                listen.Protocols = HttpProtocols.Http1AndHttp2;
                listen.UseHttps(certificate!);
            });
        }

        return kestrel;
    }

    // What Kestrel needs for TLS it finds only among the services of a web application.
    private static IServiceProvider TlsServices()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        return builder.Build().Services;
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Shardwise.LocalKinesis", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0,
            critical: true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddYears(1));
        // SChannel needs the key to have come from a file.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    private sealed class Application(RequestDelegate handle) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => handle(context);

        public void DisposeContext(HttpContext context, Exception? exception)
        {
        }
    }
}
