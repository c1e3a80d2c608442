using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shardwise.Local.Tests.Firehose;

/// <summary>A server that answers by the number of the try and the request's id, and keeps what it was sent.</summary>
internal sealed class EndpointServer(WebApplication app) : IAsyncDisposable
{
    public string Url { get; private set; } = "";

    public List<(string Path, Dictionary<string, string> Headers, JsonNode Body)> Requests { get; } = [];

    public static async Task<EndpointServer> StartAsync(Func<int, string, (int Status, string Type, string Body)> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var endpoint = new EndpointServer(app);
        app.Run(async context =>
        {
            Stream body = context.Request.Headers.ContentEncoding == "gzip" ? new GZipStream(context.Request.Body, CompressionMode.Decompress) : context.Request.Body;
            var request = (await JsonNode.ParseAsync(body))!;
            endpoint.Requests.Add((context.Request.Path + context.Request.QueryString, context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()), request));
            var (status, type, text) = answer(endpoint.Requests.Count, request["requestId"]!.ToString());
            context.Response.StatusCode = status;
            context.Response.ContentType = type;
            await context.Response.WriteAsync(text);
        });
        await app.StartAsync();
        endpoint.Url = app.Urls.Single() + "/";
        return endpoint;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();
}
