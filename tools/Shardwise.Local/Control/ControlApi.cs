using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Shardwise.Local.Control;

/// <summary>
/// How other programs on this machine drive a running pipeline and look into it: <c>/_shardwise/…</c> at the pipeline's endpoint. JSON in and out; an
/// error is <c>{"error":"one line"}</c>. Browsers are answered only where the page that asks comes from here.
/// </summary>
internal sealed class ControlApi : IAsyncDisposable
{
    public const string Root = "/_shardwise";

    private static readonly TimeSpan StateInterval = TimeSpan.FromSeconds(1);

    private readonly EventFeed _events = new();
    private readonly CancellationTokenSource _stopping = new();
    private LocalPipeline? _pipeline;
    private PipelineControl? _control;
    private Task _telling = Task.CompletedTask;

    /// <summary>What listeners are told of; it keeps the newest.</summary>
    public EventFeed Events => _events;

    /// <summary>The pipeline runs: what is asked for can be answered now.</summary>
    public void Attach(LocalPipeline pipeline, PipelineControl control)
    {
        _control = control;
        Volatile.Write(ref _pipeline, pipeline);
        _telling = TellStateAsync(control);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _events.End();
        await _telling;
        _control?.Dispose();
        _stopping.Dispose();
    }

    public void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Root);
        group.MapGet("/state", Guarded((context, control) => WriteAsync(context, control.State())));
        group.MapGet("/events", Guarded((context, _) => _events.ServeAsync(context)));
        group.MapGet("/logs", Guarded(
            (context, _) => WriteAsync(context, _events.Lines(Optional(context, "function"), Number(context, "limit", 1, 2000) ?? 200))));
        group.MapGet("/records", Guarded(RecordsAsync));
        group.MapGet("/event", Guarded((context, control) => WriteAsync(context, control.LastEvent(Required(context, "function")))));
        group.MapPost("/put", Guarded(PutAsync));
        group.MapPost("/scale", Guarded(ScaleAsync));
        group.MapPost("/throttle", Guarded(FaultAsync));
        group.MapPost("/fault", Guarded(FaultAsync));
        group.MapDelete("/fault", Guarded((context, control) => WriteAsync(context, control.Faults.Remove(Optional(context, "id")))));
        group.MapPost("/kill", Guarded((context, control) => WriteAsync(context, control.Kill(Required(context, "function")))));
        group.MapPost("/advance", Guarded(AdvanceAsync));
        group.MapFallback(
            "{*path}", Guarded((context, _) => RefuseAsync(context, 404, $"{context.Request.Method} {context.Request.Path} is not here")));
    }

    private async Task TellStateAsync(PipelineControl control)
    {
        using var timer = new PeriodicTimer(StateInterval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                if (_events.HasListeners)
                {
                    _events.Add("state", control.State(), isKept: false);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private RequestDelegate Guarded(Func<HttpContext, PipelineControl, Task> answer) => async context =>
    {
        if (Foreign(context.Request) is { } foreign)
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, foreign);
            return;
        }

        if (Volatile.Read(ref _pipeline) is null)
        {
            await RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "the pipeline is starting");
            return;
        }

        try
        {
            await answer(context, _control!);
        }
        catch (ControlException exception)
        {
            await RefuseAsync(context, exception.Status, exception.Message);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
        }
    };

    /// <summary>
    /// Why a request is not answered, null where it is: a name that some server on the net gave this address, or a page from elsewhere, must not
    /// drive what runs here.
    /// </summary>
    private static string? Foreign(HttpRequest request)
    {
        if (!IsHere(request.Host.Host))
        {
            return $"the host '{request.Host}' is not this machine; 127.0.0.1 and localhost are";
        }

        string origin = request.Headers.Origin.ToString();
        bool isSame = origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsHere(from.Host) && from.Port == (request.Host.Port ?? 80));
        return isSame ? null : $"a page from '{origin}' may not ask here";
    }

    private static bool IsHere(string host) => host is "127.0.0.1" or "localhost" or "[::1]" or "::1";

    private async Task RecordsAsync(HttpContext context, PipelineControl control)
    {
        var query = new RecordQuery
        {
            Stream = Required(context, "stream"),
            Shard = Optional(context, "shard"),
            After = Optional(context, "after"),
            From = Optional(context, "from"),
            Key = Optional(context, "key"),
            Limit = Number(context, "limit", 1, 10_000) ?? 100,
        };
        await WriteAsync(context, await control.RecordsAsync(query, context.RequestAborted));
    }

    private async Task PutAsync(HttpContext context, PipelineControl control)
    {
        var order = new PutOrder
        {
            Stream = Required(context, "stream"),
            KeyMember = Optional(context, "key"),
            IsOneRecord = Optional(context, "whole") == "true",
        };
        await WriteAsync(context, await control.PutAsync(order, context.Request.Body, context.RequestAborted));
    }

    private async Task ScaleAsync(HttpContext context, PipelineControl control) => await WriteAsync(
        context,
        await control.ScaleAsync(
            Required(context, "stream"),
            Number(context, "shards", 1, 100_000) ?? throw new ControlException("shards is missing"),
            context.RequestAborted));

    private Task FaultAsync(HttpContext context, PipelineControl control)
    {
        string kind = Optional(context, "kind") ?? nameof(FaultKind.ThrottleRecords);
        if (!Enum.TryParse<FaultKind>(kind, ignoreCase: true, out var parsed))
        {
            throw new ControlException($"kind is '{kind}'; allowed are {string.Join(", ", Enum.GetNames<FaultKind>())}");
        }

        string share = Optional(context, "share") ?? "1";
        if (!double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out double part) || part is not (> 0 and <= 1))
        {
            throw new ControlException($"share is '{share}'; above 0 and at most 1 is allowed");
        }

        var fault = new Fault
        {
            Kind = parsed,
            Operation = Optional(context, "operation"),
            Stream = Optional(context, "stream"),
            Share = part,
            Count = Number(context, "count", 1, int.MaxValue),
            Delay = TimeSpan.FromMilliseconds(Number(context, "delay", 0, 600_000) ?? 0),
        };
        TimeSpan? duration = Optional(context, "for") is { } text ? Duration.Parse(text, "for") : null;
        var ordered = control.OrderFault(fault, duration);
        if (fault is { Kind: FaultKind.ThrottleRecords, Operation: null or "PutRecords" })
        {
            // A record that is put alone is refused as a call.
            control.OrderFault(fault with { Kind = FaultKind.Throttle, Operation = "PutRecord" }, duration);
        }

        return WriteAsync(context, ordered);
    }

    private async Task AdvanceAsync(HttpContext context, PipelineControl control) =>
        await WriteAsync(context, await control.AdvanceAsync(Duration.Parse(Required(context, "by"), "by"), context.RequestAborted));

    private static string Required(HttpContext context, string name) => Optional(context, name) ?? throw new ControlException($"{name} is missing");

    private static string? Optional(HttpContext context, string name) => context.Request.Query[name].ToString() is { Length: > 0 } text ? text : null;

    private static int? Number(HttpContext context, string name, int least, int most) => Optional(context, name) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least
            && number <= most => number,
        var text => throw new ControlException(string.Create(CultureInfo.InvariantCulture, $"{name} is '{text}'; it must be from {least} to {most}")),
    };

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return WriteAsync(context, new JsonObject { ["error"] = message });
    }

    private static async Task WriteAsync(HttpContext context, JsonNode answer)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(answer, ControlJson.Options);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
