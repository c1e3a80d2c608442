using System.Text.Json.Nodes;
using Shardwise.Local.Functions;
using Shardwise.Local.Template;

namespace Shardwise.Local.Lambda;

/// <summary>What the template says of a function's asynchronous invocations.</summary>
internal sealed record AsyncInvokeConfig
{
    /// <summary>Tries after the first, 0 to 2; null where the sender's or Lambda's own counts.</summary>
    public int? MaximumRetries { get; init; }

    /// <summary>How old an event may be; null where the sender's or Lambda's own counts.</summary>
    public TimeSpan? MaximumAge { get; init; }

    /// <summary>The ARN that is told of an event that was given up.</summary>
    public string? OnFailure { get; init; }

    /// <summary>The ARN that is told of an event that was handled.</summary>
    public string? OnSuccess { get; init; }

    /// <summary>The queue or topic that gets the event itself when it is given up.</summary>
    public string? DeadLetterArn { get; init; }

    /// <summary>By function name; of versions and aliases the last counts, since a function has one here.</summary>
    public static IReadOnlyDictionary<string, AsyncInvokeConfig> Read(PipelinePlan plan)
    {
        var configs = plan.OfType("AWS::Lambda::Function").Where(function => function.Properties.Has("DeadLetterConfig"))
            .ToDictionary(function => function.Name, function =>
                new AsyncInvokeConfig { DeadLetterArn = function.Properties.Text("DeadLetterConfig.TargetArn") }, StringComparer.Ordinal);
        foreach (var resource in plan.OfType("AWS::Lambda::EventInvokeConfig"))
        {
            var properties = resource.Properties;
            string name = FunctionReader.NameIn(properties.RequiredText("FunctionName"));
            configs[name] = (configs.GetValueOrDefault(name) ?? new AsyncInvokeConfig()) with
            {
                MaximumRetries = properties.OptionalInteger("MaximumRetryAttempts", 0, 2),
                MaximumAge = properties.OptionalInteger("MaximumEventAgeInSeconds", 60, 21_600) is { } age ? TimeSpan.FromSeconds(age) : null,
                OnFailure = properties.Text("DestinationConfig.OnFailure.Destination"),
                OnSuccess = properties.Text("DestinationConfig.OnSuccess.Destination"),
            };
        }

        return configs;
    }

    /// <summary>What a destination gets, as Lambda writes it.</summary>
    public static JsonObject Record(string functionArn, ReadOnlyMemory<byte> payload, InvocationResult? result, string condition, int attempts,
        DateTimeOffset now) => new()
        {
            ["version"] = "1.0",
            ["timestamp"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["requestContext"] = new JsonObject
            {
                ["requestId"] = Guid.NewGuid().ToString(),
                ["functionArn"] = functionArn + ":$LATEST",
                ["condition"] = condition,
                ["approximateInvokeCount"] = attempts,
            },
            ["requestPayload"] = JsonNode.Parse(payload.Span),
            ["responseContext"] = result is null ? null : Response(result),
            ["responsePayload"] = result is null ? null
            : result.Succeeded ? result.Payload.IsEmpty ? null : JsonNode.Parse(result.Payload.Span)
            : Error(result.Error ?? "Unhandled: no message"),
        };

    private static JsonObject Response(InvocationResult result)
    {
        var response = new JsonObject { ["statusCode"] = 200, ["executedVersion"] = "$LATEST" };
        if (!result.Succeeded)
        {
            response["functionError"] = "Unhandled";
        }

        return response;
    }

    private static JsonObject Error(string error)
    {
        string[] parts = error.Split(": ", 2);
        return new JsonObject { ["errorMessage"] = parts[^1], ["errorType"] = parts[0] };
    }
}
