using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Shardwise.Local.Functions;
using Shardwise.Local.Parts;
using Shardwise.Local.Routing;
using Shardwise.Local.Targets;

namespace Shardwise.Local.Lambda;

/// <summary>The calls of Lambda that programs make: Invoke, ListFunctions, GetFunction, GetFunctionConfiguration, ListEventSourceMappings.</summary>
internal sealed partial class LambdaEndpoint(PipelineContext context, FunctionTarget target)
{
    // Lambda quotas: the payload of an invocation, synchronous and asynchronous.
    private const int LargestPayload = 6 * 1_048_576;
    private const int LargestEvent = 1_048_576;

    public ServiceRow ToRow() => new()
    {
        Name = "Lambda",
        SigningName = "lambda",
        RestProtocol = WireProtocol.RestJson,
        OperationOf = call => OperationOf(call.Context.Request),
        Operations = ["Invoke", "ListFunctions", "GetFunction", "GetFunctionConfiguration", "ListEventSourceMappings"],
        Needs = call => Task.FromResult<IReadOnlyList<NeededPermission>?>(Needs(call)),
        Answer = AnswerAsync,
    };

    private static string? OperationOf(HttpRequest request)
    {
        string path = request.Path.Value!.TrimEnd('/');
        return request.Method switch
        {
            "POST" when Invocation().IsMatch(path) => "Invoke",
            "GET" when path == "/2015-03-31/functions" => "ListFunctions",
            "GET" when path == "/2015-03-31/event-source-mappings" => "ListEventSourceMappings",
            "GET" when Configuration().IsMatch(path) => "GetFunctionConfiguration",
            "GET" when Function().IsMatch(path) => "GetFunction",
            _ => null,
        };
    }

    private IReadOnlyList<NeededPermission> Needs(ServiceCall call) => call.Operation switch
    {
        "Invoke" => [new NeededPermission("lambda:InvokeFunction", context.Account.Arn("lambda", $"function:{Name(call)}"))],
        "ListFunctions" or "ListEventSourceMappings" => [new NeededPermission("lambda:" + call.Operation, "*")],
        _ => [new NeededPermission("lambda:" + call.Operation, context.Account.Arn("lambda", $"function:{Name(call)}"))],
    };

    private Task AnswerAsync(ServiceCall call) => call.Operation switch
    {
        "Invoke" => InvokeAsync(call),
        "ListFunctions" => ReplyAsync(call, new JsonObject { ["Functions"] = new JsonArray([.. context.Plan.Functions.Select(Describe)]) }),
        "ListEventSourceMappings" => ReplyAsync(call, Mappings(call.Context.Request.Query["FunctionName"].ToString())),
        "GetFunctionConfiguration" => ReplyAsync(call, Describe(Definition(call))),
        _ => ReplyAsync(call, new JsonObject
        {
            ["Configuration"] = Describe(Definition(call)),
            ["Code"] = new JsonObject { ["RepositoryType"] = "S3" }
        }),
    };

    private async Task InvokeAsync(ServiceCall call)
    {
        var function = Definition(call);
        var payload = await call.BodyAsync().ConfigureAwait(false);
        string type = call.Context.Request.Headers["X-Amz-Invocation-Type"].ToString() is { Length: > 0 } given ? given : "RequestResponse";
        int most = type == "Event" ? LargestEvent : LargestPayload;
        if (payload.Length > most)
        {
            throw new AwsError("RequestTooLargeException", $"Request must be smaller than {most} bytes for the InvokeFunction operation", 413);
        }

        CheckJson(payload);
        switch (type)
        {
            case "DryRun":
                await EmptyAsync(call, StatusCodes.Status204NoContent).ConfigureAwait(false);
                break;
            case "Event":
                await target.SendAsync(function.Arn, new TargetMessage(payload.IsEmpty ? "{}"u8.ToArray()
                    : payload)
                { SourceArn = "an Invoke call" }, default).ConfigureAwait(false);
                await EmptyAsync(call, StatusCodes.Status202Accepted).ConfigureAwait(false);
                break;
            case "RequestResponse":
                await WaitAsync(call, function, payload.IsEmpty ? "{}"u8.ToArray() : payload).ConfigureAwait(false);
                break;
            default:
                throw new AwsError("InvalidParameterValueException", $"InvocationType must be RequestResponse, Event or DryRun; it is {type}");
        }
    }

    private async Task WaitAsync(ServiceCall call, FunctionDefinition function, ReadOnlyMemory<byte> payload)
    {
        var result = await context.InvokeAsync(function.Arn, payload, call.Context.RequestAborted).ConfigureAwait(false);
        var response = call.Context.Response;
        response.Headers["X-Amz-Executed-Version"] = "$LATEST";
        if (result.Succeeded)
        {
            await ServiceReply.SendAsync(call, "application/json", result.Payload).ConfigureAwait(false);
            return;
        }

        response.Headers["X-Amz-Function-Error"] = "Unhandled";
        string[] error = (result.Error ?? "Unhandled: no message").Split(": ", 2);
        await ReplyAsync(call, new JsonObject { ["errorType"] = error[0], ["errorMessage"] = error[^1] }).ConfigureAwait(false);
    }

    private static void CheckJson(ReadOnlyMemory<byte> payload)
    {
        try
        {
            if (!payload.IsEmpty)
            {
                JsonNode.Parse(payload.Span);
            }
        }
        catch (System.Text.Json.JsonException exception)
        {
            throw new AwsError("InvalidRequestContentException", $"Could not parse request body into json: {exception.Message}");
        }
    }

    private static Task EmptyAsync(ServiceCall call, int status)
    {
        call.Context.Response.StatusCode = status;
        call.Context.Response.Headers["x-amzn-RequestId"] = call.RequestId;
        return Task.CompletedTask;
    }

    private static Task ReplyAsync(ServiceCall call, JsonNode body) =>
        ServiceReply.SendAsync(call, "application/json", System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));

    private JsonObject Mappings(string function) => new()
    {
        ["EventSourceMappings"] = new JsonArray([.. context.Plan.Mappings
            .Where(mapping => function.Length == 0 || mapping.FunctionName == FunctionReader.NameIn(function))
            .Select(mapping => new JsonObject
            {
                ["FunctionArn"] = context.Account.Arn("lambda", $"function:{mapping.FunctionName}"),
                ["EventSourceArn"] = mapping.SourceArn,
                ["BatchSize"] = mapping.BatchSize,
                ["State"] = "Enabled",
            })]),
    };

    private static JsonObject Describe(FunctionDefinition function) => new()
    {
        ["FunctionName"] = function.Name,
        ["FunctionArn"] = function.Arn,
        ["Runtime"] = function.Runtime,
        ["Role"] = function.RoleArn ?? "",
        ["Handler"] = function.Handler,
        ["Timeout"] = (int)function.Timeout.TotalSeconds,
        ["MemorySize"] = function.MemoryMegabytes,
        ["Version"] = "$LATEST",
        ["State"] = "Active",
        ["LastUpdateStatus"] = "Successful",
        ["PackageType"] = "Zip",
        ["Environment"] = new JsonObject
        {
            ["Variables"] = new JsonObject(function.Environment.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value))),
        },
    };

    private FunctionDefinition Definition(ServiceCall call) => context.Plan.Functions.FirstOrDefault(function => function.Name == Name(call))
        ?? throw new AwsError("ResourceNotFoundException", $"Function not found: {context.Account.Arn("lambda", $"function:{Name(call)}")}", 404);

    // A name, an ARN, or either with a version or alias, which a function here has one of.
    private static string Name(ServiceCall call)
    {
        string segment = Uri.UnescapeDataString(call.Context.Request.Path.Value!.Split('/')[3]);
        return segment.Split("function:")[^1].Split(':')[0];
    }

    [GeneratedRegex(@"\A/2015-03-31/functions/[^/]+/invocations\z")]
    private static partial Regex Invocation();

    [GeneratedRegex(@"\A/2015-03-31/functions/[^/]+/configuration\z")]
    private static partial Regex Configuration();

    [GeneratedRegex(@"\A/2015-03-31/functions/[^/]+\z")]
    private static partial Regex Function();
}
