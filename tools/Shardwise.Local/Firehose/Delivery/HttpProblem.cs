using System.Net;
using System.Text;
using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>Why an endpoint's answer is no success, in the service's words.</summary>
internal sealed record HttpProblem(string Code, string Message)
{
    private const string Owner = "Contact the owner of the endpoint to resolve this issue.";

    // Of an answer, errors keep the beginning.
    private const int KeptAnswer = 8192;

    public static HttpProblem TimedOut { get; } =
        new("HttpEndpoint.RequestTimeout", "The request timed out before a response was received and will be retried.");

    public static HttpProblem TooLarge { get; } =
        new("HttpEndpoint.ResponseTooLarge", $"The response received from the endpoint is too large. {Owner}");

    public static HttpProblem NotConnected { get; } =
        new("HttpEndpoint.ConnectionFailed", $"Unable to connect to the destination endpoint. {Owner}");

    public static HttpProblem CutOff { get; } =
        new("HttpEndpoint.ConnectionReset", $"Unable to maintain connection with the endpoint. {Owner}");

    /// <summary>The endpoint has said that it will never take the request.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Judges an answer; null: the records are delivered.</summary>
    public static HttpProblem? Of(HttpResponseMessage response, byte[] answer, string requestId)
    {
        string text = Encoding.UTF8.GetString(answer, 0, Math.Min(answer.Length, KeptAnswer));
        int status = (int)response.StatusCode;
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return new HttpProblem(
                "HttpEndpoint.DestinationException", $"The following response was received from the endpoint destination. {status}: {text}")
            {
                IsFinal = response.StatusCode == HttpStatusCode.RequestEntityTooLarge,
            };
        }

        bool isRight = response.Content.Headers.ContentType?.MediaType == "application/json"
            && response.Content.Headers.ContentEncoding.Count == 0
            && Acknowledges(answer, requestId);
        return isRight ? null : new HttpProblem(
            "HttpEndpoint.InvalidResponseFromDestination",
            "The response received from the specified endpoint is invalid. Contact the owner of the endpoint to resolve the issue. "
                + $"Response for request {requestId} is not recognized as valid JSON or has unexpected fields. "
                + $"Raw response received: {status} {text}");
    }

    private static bool Acknowledges(byte[] answer, string requestId)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("requestId", out var id) && id.ValueKind == JsonValueKind.String && id.GetString() == requestId
                && document.RootElement.TryGetProperty("timestamp", out var time)
                && time.ValueKind == JsonValueKind.Number && time.TryGetInt64(out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
