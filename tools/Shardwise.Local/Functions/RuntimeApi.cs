using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Shardwise.Local.Functions;

/// <summary>
/// The Lambda Runtime API of every function, each under its own first path segment: <c>name~generation</c>. The generation tells a process from the
/// one before it, whose last request may still be on its way.
/// </summary>
internal sealed class RuntimeApi
{
    // Lambda quotas: request and response payload, synchronous.
    private const int LargestResponse = 6 * 1024 * 1024;

    private readonly Dictionary<string, FunctionRuntime> _functions = new(StringComparer.Ordinal);

    public static string Address(Uri endpoint, string functionName, int generation) =>
        string.Create(CultureInfo.InvariantCulture, $"{endpoint.Authority}/{functionName}~{generation}");

    public void Add(FunctionRuntime function) => _functions.Add(function.Definition.Name, function);

    public void Map(IEndpointRouteBuilder routes)
    {
        var runtime = routes.MapGroup("/{process}/2018-06-01/runtime");
        runtime.MapGet("/invocation/next", (RequestDelegate)NextAsync);
        runtime.MapPost("/invocation/{id}/response", (RequestDelegate)RespondAsync);
        runtime.MapPost("/invocation/{id}/error", (RequestDelegate)FailAsync);
        runtime.MapPost("/init/error", (RequestDelegate)FailInitializationAsync);
    }

    private async Task NextAsync(HttpContext context)
    {
        if (!TryFind(context, out var function, out var worker, out int generation)
            || await worker.NextAsync(generation, context.RequestAborted) is not { } invocation)
        {
            context.Response.StatusCode = StatusCodes.Status410Gone;
            return;
        }

        var headers = context.Response.Headers;
        long deadline = DateTimeOffset.UtcNow.Add(function.Definition.Timeout).ToUnixTimeMilliseconds();
        headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
        headers["Lambda-Runtime-Deadline-Ms"] = deadline.ToString(CultureInfo.InvariantCulture);
        headers["Lambda-Runtime-Invoked-Function-Arn"] = function.Definition.Arn;
        string trace = invocation.RequestId.Replace("-", "", StringComparison.Ordinal)[..24];
        headers["Lambda-Runtime-Trace-Id"] = $"Root=1-{deadline / 1000:x8}-{trace};Sampled=0";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = invocation.Payload.Length;
        await context.Response.BodyWriter.WriteAsync(invocation.Payload);
    }

    private async Task RespondAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not { } body)
        {
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            End(context, InvocationResult.Failed(
                "Function.ResponseSizeTooLarge", $"Response payload size exceeded maximum allowed payload size ({LargestResponse} bytes)."));
            return;
        }

        context.Response.StatusCode = End(context, new InvocationResult { Succeeded = true, Payload = body })
            ? StatusCodes.Status202Accepted
            : StatusCodes.Status410Gone;
    }

    private async Task FailAsync(HttpContext context)
    {
        var (type, message) = ErrorIn(await ReadAsync(context));
        context.Response.StatusCode = End(context, InvocationResult.Failed(type, message))
            ? StatusCodes.Status202Accepted
            : StatusCodes.Status410Gone;
    }

    private async Task FailInitializationAsync(HttpContext context)
    {
        var (type, message) = ErrorIn(await ReadAsync(context));
        if (TryFind(context, out _, out var worker, out int generation))
        {
            worker.FailInitialization(generation, $"it cannot be initialized: {type}: {message}");
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private bool End(HttpContext context, InvocationResult result) =>
        TryFind(context, out _, out var worker, out int generation) && worker.End(generation, (string)context.Request.RouteValues["id"]!, result);

    private bool TryFind(HttpContext context, out FunctionRuntime function, out FunctionWorker worker, out int generation)
    {
        string[] parts = ((string)context.Request.RouteValues["process"]!).Split('~');
        generation = 0;
        function = null!;
        worker = null!;
        return parts.Length == 2
            && _functions.TryGetValue(parts[0], out function!)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out generation)
            && (worker = function.Worker(generation)!) is not null;
    }

    private static (string Type, string Message) ErrorIn(byte[]? body)
    {
        try
        {
            using var error = JsonDocument.Parse(body ?? []);
            return (Text(error.RootElement, "errorType") ?? "Error", Text(error.RootElement, "errorMessage") ?? "");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return ("Error", "the function reported an error that is not JSON");
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The body, or null where it is larger than Lambda allows.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            if (read.Buffer.Length > LargestResponse)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            if (read.IsCompleted)
            {
                byte[] body = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return body;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
