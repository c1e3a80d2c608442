using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;

namespace Shardwise.Consumers.Tests.Fakes;

/// <summary>A wire that ends here, before a service that takes many records a call and refuses each by itself.</summary>
internal abstract class FakePutService : HttpMessageHandler
{
    private readonly Lock _lock = new();

    /// <summary>How many records each call had.</summary>
    public List<int> Calls { get; } = [];

    /// <summary>What goes wrong with the next calls, in turn.</summary>
    public Queue<CallFault> Faults { get; init; } = [];

    /// <summary>The next so many records are throttled, each by itself.</summary>
    public int Throttled { get; set; }

    protected TConfig Configured<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        config.ServiceURL = "http://127.0.0.1:1";
        config.AuthenticationRegion = "eu-west-1";
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = new Factory(this);
        return config;
    }

    /// <summary>The answer to a call that puts nothing; null for one that does.</summary>
    protected virtual JsonObject? AnswerTo(string target) => null;

    protected abstract JsonObject Take(JsonNode record);

    protected abstract JsonObject AnswerOf(JsonArray entries, int failed);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var target = request.Headers.GetValues("X-Amz-Target").Single();
        var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
        lock (_lock)
        {
            return AnswerTo(target) is { } answer ? Json(HttpStatusCode.OK, answer) : Put(body["Records"]!.AsArray());
        }
    }

    private HttpResponseMessage Put(JsonArray records)
    {
        Calls.Add(records.Count);
        var fault = Faults.TryDequeue(out var next) ? next : CallFault.None;
        if (fault == CallFault.Denied)
        {
            return Json(HttpStatusCode.BadRequest, new() { ["__type"] = "AccessDeniedException", ["message"] = "Not you." });
        }

        var entries = new JsonArray([.. records.Select((record, place) => TakeUnless(record!, IsThrottled(fault, place)))]);
        return fault == CallFault.TakenAndLost
            ? throw new HttpRequestException("The connection broke.")
            : Json(HttpStatusCode.OK, AnswerOf(entries, entries.Count(entry => entry!["ErrorCode"] is not null)));
    }

    private bool IsThrottled(CallFault fault, int place) =>
        fault == CallFault.EveryEntry || (fault == CallFault.SomeEntries && place % 2 == 0) || Throttled-- > 0;

    private JsonObject TakeUnless(JsonNode record, bool isThrottled) =>
        isThrottled ? new() { ["ErrorCode"] = "SlowDown", ["ErrorMessage"] = "Rate exceeded." } : Take(record);

    private static HttpResponseMessage Json(HttpStatusCode status, JsonObject body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/x-amz-json-1.1") };

    private sealed class Factory(FakePutService handler) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(handler, disposeHandler: false);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;
    }
}
