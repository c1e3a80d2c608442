using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shardwise.Local.Page.Tests.Standin;

/// <summary>The page over a pipeline that is none: a control API with the real one's paths and shapes, whose time goes as fast as it is told.</summary>
internal sealed class StandinServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TimeSpan _stepTime;
    private readonly CancellationTokenSource _stopping = new();

    private StandinServer(WebApplication app, StandinPipeline pipeline, TimeSpan stepTime)
    {
        _app = app;
        _stepTime = stepTime;
        Pipeline = pipeline;
    }

    public StandinPipeline Pipeline { get; }

    public Uri Address { get; private set; } = null!;

    /// <summary>Whether it answers as a pipeline does that is not up yet.</summary>
    public bool IsStarting { get; set; }

    public static async Task<StandinServer> StartAsync(StandinPipeline pipeline, TimeSpan stepTime)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var server = new StandinServer(builder.Build(), pipeline, stepTime);
        server.Map();
        await server._app.StartAsync();
        server.Address = new Uri(server._app.Urls.Single());
        pipeline.Endpoint = server.Address.GetLeftPart(UriPartial.Authority);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private void Map()
    {
        LocalPage.Map(_app);
        var api = _app.MapGroup("/_shardwise");
        api.MapGet("/state", context =>
        {
            context.Response.StatusCode = IsStarting ? 503 : 200;
            return WriteAsync(context, IsStarting ? new JsonObject { ["error"] = "the pipeline is starting" } : Pipeline.State());
        });
        api.MapGet("/events", EventsAsync);
        api.MapGet("/logs", context => WriteAsync(context, Logs(context.Request.Query["function"].ToString())));
        api.MapGet("/records", RecordsAsync);
        api.MapGet("/event", context => WriteAsync(context, new JsonObject { ["Records"] = new JsonArray(new JsonObject { ["eventSource"] = "aws:kinesis" }) }));
        api.MapPost("/put", context => ToldAsync(context, body => new JsonObject
        {
            ["stream"] = context.Request.Query["stream"].ToString(),
            ["records"] = body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length,
            ["throttled"] = 0,
        }));
        api.MapPost("/scale", context => ToldAsync(context, _ => new JsonObject { ["stream"] = context.Request.Query["stream"].ToString(), ["from"] = 8, ["to"] = 4 }));
        api.MapPost("/kill", context => ToldAsync(context, _ => new JsonObject { ["function"] = context.Request.Query["function"].ToString(), ["killed"] = 2 }));
        api.MapPost("/advance", AdvanceAsync);
        api.MapPost("/fault", context => ToldAsync(context, _ => Pipeline.Order(
            context.Request.Query["kind"].ToString(),
            context.Request.Query["stream"].ToString() is { Length: > 0 } stream ? stream : null,
            double.Parse(context.Request.Query["share"].ToString(), CultureInfo.InvariantCulture))));
        api.MapDelete("/fault", context => ToldAsync(context, _ => new JsonObject
        {
            ["removed"] = Pipeline.Remove(context.Request.Query["id"].ToString() is { Length: > 0 } id ? id : null),
        }));
        // What the services answer to what is not the page's.
        _app.MapFallback("{*path}", async context => await context.Response.WriteAsync(context.Request.Path.Value switch
        {
            "/orders-raw" => Listing,
            "/orders-raw/clicks/2026/a b&c.json" => """{"stored":"object"}""",
            var path => $"services: {path}",
        }));
    }

    private const string Listing = """
        <?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>
        <Contents><Key>clicks%2F2026%2Fa+b%26c.json</Key><LastModified>2026-03-02T08:00:10.000Z</LastModified><Size>40</Size></Contents></ListBucketResult>
        """;

    private JsonArray Logs(string function) => function.Length > 0 && !function.EndsWith("Scaler", StringComparison.Ordinal)
        ? new JsonArray([.. Enumerable.Range(0, 200).Select(number => StandinPipeline.Line(function["Orders-".Length..], number, $"took {number} records of {StandinRecords.Hostile}"))])
        : new JsonArray([.. Enumerable.Range(1, 40).Select(number => Pipeline.Decision(number * 6 - 240)).Where(line => line is not null)]);

    private Task RecordsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        int limit = int.Parse(query["limit"].ToString(), CultureInfo.InvariantCulture);
        string after = query["after"].ToString();
        string from = query["from"].ToString();
        var found = Pipeline.Records
            .Where(record => query["shard"].ToString() is "" || record.Shard == query["shard"])
            .Where(record => query["key"].ToString() is "" || record.PartitionKey == query["key"])
            .Where(record => after.Length == 0 || string.CompareOrdinal(record.SequenceNumber, after) > 0)
            .Where(record => from is "" or "LATEST" or "TRIM_HORIZON" || record.ArrivedAt >= DateTimeOffset.Parse(from, CultureInfo.InvariantCulture));
        var page = from is "LATEST" ? found.TakeLast(limit) : found.Take(limit);
        return WriteAsync(context, new JsonObject { ["stream"] = query["stream"].ToString(), ["records"] = new JsonArray([.. page.Select(StandinRecords.Json)]) });
    }

    private async Task AdvanceAsync(HttpContext context)
    {
        string by = context.Request.Query["by"].ToString();
        if (by == "9d")
        {
            context.Response.StatusCode = 400;
            await WriteAsync(context, new JsonObject { ["error"] = "by is '9d'; that is refused for the test" });
            return;
        }

        await ToldAsync(context, _ => new JsonObject { ["time"] = Pipeline.Advance(TimeSpan.FromHours(2)), ["aheadSeconds"] = 7200 });
    }

    private async Task EventsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token);
        using var timer = new PeriodicTimer(_stepTime);
        try
        {
            await context.Response.WriteAsync(": the feed\n\n", ending.Token);
            await context.Response.Body.FlushAsync(ending.Token);
            while (await timer.WaitForNextTickAsync(ending.Token))
            {
                await TellAsync(context, ++Pipeline.Step, ending.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task TellAsync(HttpContext context, int step, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        Add("state", Pipeline.State());
        Add("log", StandinPipeline.Line("ClickEtl", step, $"took {step} records of {StandinRecords.Hostile}", step % 9 == 0 ? "error" : "output"));
        Add("invocation", new JsonObject { ["at"] = Pipeline.Time(step), ["function"] = "Orders-ClickEtl", ["logicalId"] = "ClickEtl", ["requestId"] = "r", ["durationMilliseconds"] = 12.5, ["error"] = null });
        if (Pipeline.Decision(step) is { } decision)
        {
            Add("log", decision);
        }

        if (step % 36 == 20)
        {
            Add("reshard", new JsonObject { ["stream"] = "clicks", ["from"] = 12, ["to"] = 8, ["at"] = Pipeline.Time(step) });
        }

        await context.Response.WriteAsync(text.ToString(), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);

        void Add(string kind, JsonObject data) => text.Append(CultureInfo.InvariantCulture, $"id: {step}\nevent: {kind}\ndata: {data.ToJsonString()}\n\n");
    }

    private async Task ToldAsync(HttpContext context, Func<string, JsonObject> answer)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        Pipeline.Told($"{context.Request.Method} {context.Request.Path}{Uri.UnescapeDataString(context.Request.QueryString.Value ?? "")}{(body.Length > 0 ? $" {body}" : "")}");
        await WriteAsync(context, answer(body));
    }

    private async Task WriteAsync(HttpContext context, JsonNode answer)
    {
        string text = answer.ToJsonString();
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(text);
    }
}
