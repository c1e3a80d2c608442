using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Shardwise.Local.TestFunctions;

/// <summary>
/// A consumer whose records are calls: it makes each with its own credentials and prints what is answered. <c>%NAME%</c> is what the function's environment
/// has under that name.
/// </summary>
public sealed class Calls
{
    public async Task Make(Stream input)
    {
        using var document = await JsonDocument.ParseAsync(input);
        using var http = new HttpClient { BaseAddress = new Uri(Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")!) };
        foreach (var record in document.RootElement.GetProperty("Records").EnumerateArray())
        {
            string text = Encoding.UTF8.GetString(record.GetProperty("kinesis").GetProperty("data").GetBytesFromBase64());
            using var call = JsonDocument.Parse(Environment.ExpandEnvironmentVariables(text));
            using var request = Request(call.RootElement);
            using var reply = await http.SendAsync(request);
            Console.WriteLine($"{(int)reply.StatusCode} {await reply.Content.ReadAsStringAsync()}");
        }
    }

    private static HttpRequestMessage Request(JsonElement call)
    {
        var request = new HttpRequestMessage(new HttpMethod(Text(call, "method") ?? "POST"), Text(call, "path") ?? "/");
        if (Text(call, "body") is { } body)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(Text(call, "type") ?? "application/x-amz-json-1.1");
        }

        if (Text(call, "target") is { } target)
        {
            request.Headers.Add("X-Amz-Target", target);
        }

        string scope = $"{Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID")}/20260101/us-east-1/{Text(call, "service")}/aws4_request";
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0");
        request.Headers.Add("X-Amz-Date", DateTime.UtcNow.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture));
        return request;
    }

    private static string? Text(JsonElement call, string name) => call.TryGetProperty(name, out var value) ? value.GetString() : null;
}
