using Microsoft.AspNetCore.Http;
using Shardwise.LocalKinesis.Operations;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Wire;

/// <summary>The transport: its checks in the service's order, then the call, then the answer.</summary>
internal sealed class HttpEndpoint(StreamStore store, CallFaults faults, Meter meter, Action reset)
{
    private const string Service = "Kinesis_20131202.";
    private const string NoOperation = "Unable to determine service/operation name to be authorized";

    private readonly Signature _signatures = new(store.Options);

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            await RouteAsync(context).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or BadHttpRequestException
            && !context.Response.HasStarted)
        {
            // The caller has left, or sent what is not HTTP; nobody waits for an answer.
            context.Abort();
        }
    }

    private async Task RouteAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.Path == "/healthcheck" && request.Method == "GET")
        {
            await HttpReply.SendAsync(context, 200, "application/json", """{"status":"OK"}"""u8.ToArray()).ConfigureAwait(false);
            return;
        }

        if (request.Method != "POST")
        {
            await (request.Method == "OPTIONS" && request.Headers.Origin.Count > 0
                ? HttpReply.SendPreflightAsync(context)
                : HttpReply.SendXmlAsync(context, 403, "AccessDeniedException", NoOperation)).ConfigureAwait(false);
            return;
        }

        if (request.Path == "/reset" && !request.Headers.ContainsKey("X-Amz-Target"))
        {
            reset();
            await HttpReply.SendAsync(context, 200, null, default).ConfigureAwait(false);
            return;
        }

        using var body = await RequestBody.ReadAsync(request).ConfigureAwait(false);
        if (body is null)
        {
            await HttpReply.SendAsync(context, 413, null, default).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(context, body.Memory).ConfigureAwait(false);
    }

    private Task AnswerAsync(HttpContext context, Memory<byte> body)
    {
        var contentType = context.Request.ContentType ?? "";
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var operation = target.StartsWith(Service, StringComparison.Ordinal) ? OperationTable.Find(target[Service.Length..]) : null;
        var protocol = Protocol.Of(contentType);
        if (body.IsEmpty)
        {
            return RefuseAsync(context, protocol ?? Protocol.Cbor, operation is null ? Unknown() : Refusals.Serialization(null));
        }

        return protocol is null ? RefuseForeignAsync(context, contentType, target, body)
            : operation is not null && IsPut(operation) && protocol == Protocol.Json ? AnswerPutAsync(context, operation, body)
            : AnswerParsedAsync(context, protocol, operation, body);
    }

    private static bool IsPut(Operation operation) => operation == PutRecords.Operation || operation == PutRecord.Operation;

    private static Refusal Unknown() => new("UnknownOperationException", null);

    // What is not read as it lies is read as everything else is: it breaks a rule, or does what is rare.
    private Task AnswerPutAsync(HttpContext context, Operation operation, Memory<byte> body)
    {
        var input = new Input();
        if (operation == PutRecord.Operation
            ? !JsonPuts.TryRead(body, isSingle: true, input, out var batch)
            : !JsonPuts.TryRead(body, isSingle: false, input, out batch))
        {
            return AnswerParsedAsync(context, Protocol.Json, operation, body);
        }

        return CallAsync(context, Protocol.Json, operation, () => input, StreamIn(input), batch);
    }

    private Task AnswerParsedAsync(HttpContext context, Protocol protocol, Operation? operation, Memory<byte> body)
    {
        if (protocol.Parse(body) is not { } raw)
        {
            return RefuseAsync(context, protocol, Refusals.Serialization(null));
        }

        if (operation is null)
        {
            return RefuseAsync(context, protocol, Unknown());
        }

        Input Read()
        {
            var input = TypeChecks.Read(raw, operation.Members);
            ConstraintChecks.Check(input, operation.Members);
            return input;
        }

        return CallAsync(context, protocol, operation, Read, StreamIn(raw), null);
    }

    private async Task CallAsync(HttpContext context, Protocol protocol, Operation operation, Func<Input> read, string? streamName, PutBatch? batch)
    {
        var stream = operation == GetRecords.Operation ? new ReplyStream(context, protocol.ContentType) : null;
        using var buffer = new ReplyBuffer();
        try
        {
            var scope = _signatures.Check(context.Request);
            var losesAnswer = await StrikeAsync(context, operation, streamName).ConfigureAwait(false);
            buffer.Stream = losesAnswer ? null : stream;
            var call = new Call(store, faults, meter, operation, scope, store.Now) { Reply = protocol.Writer(buffer), Batch = batch };
            call.Input = read();
            operation.Do(call);
            await call.Durable.ConfigureAwait(false);
            if (losesAnswer)
            {
                context.Abort();
                return;
            }

            await (call.Subscription is { } subscription ? new EventStream(context, protocol, store, subscription).SendAsync()
                : stream is { HasStarted: true } ? stream.FinishAsync(buffer.Written)
                : HttpReply.SendAsync(context, 200, protocol.ContentType, buffer.Written)).ConfigureAwait(false);
        }
        catch (Refusal refusal)
        {
            await RefuseAsync(context, protocol, refusal).ConfigureAwait(false);
        }
        catch (Exception) when (stream is { HasStarted: true })
        {
            await stream.AbortAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or BadHttpRequestException) && !context.Response.HasStarted)
        {
            await RefuseAsync(context, protocol, new Refusal("InternalFailure", Describe(exception), 500)).ConfigureAwait(false);
        }
        finally
        {
            batch?.Dispose();
        }
    }

    // A disk that is full is the person's to mend; anything else is a fault of ours.
    private static string Describe(Exception exception) => exception is IOException or UnauthorizedAccessException
        ? "The data directory cannot be written."
        : $"A fault of the local Kinesis itself: {exception.GetType().Name}.";

    /// <summary>Waits and fails as ordered; true where the answer is to be lost.</summary>
    private async Task<bool> StrikeAsync(HttpContext context, Operation operation, string? streamName)
    {
        if (store.Options.Fault?.Invoke(new KinesisCall(operation.Name, streamName)) is { } injected)
        {
            await WaitAsync(injected.Delay, context).ConfigureAwait(false);
            if (injected.Code is { } code)
            {
                throw new Refusal(code, injected.Message, injected.StatusCode);
            }
        }

        if (faults.Strike(operation.Name, streamName) is not { } fault)
        {
            return false;
        }

        await WaitAsync(fault.Delay, context).ConfigureAwait(false);
        return fault.Kind switch
        {
            FaultKind.Throttle => throw OrderedThrottle(operation, streamName),
            FaultKind.InternalFailure => throw Refusals.InternalFailure(),
            FaultKind.Unavailable => throw new Refusal("ServiceUnavailable", "Service is unavailable. Please try again later.", 503),
            var kind => kind == FaultKind.LostAnswer,
        };
    }

    private static Task WaitAsync(TimeSpan delay, HttpContext context) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, context.RequestAborted) : Task.CompletedTask;

    private static Refusal OrderedThrottle(Operation operation, string? streamName) =>
        operation.Name is "PutRecord" or "PutRecords" or "GetRecords" or "GetShardIterator"
        ? new Refusal("ProvisionedThroughputExceededException", $"Rate exceeded for stream {streamName}.")
        : Refusals.RateExceeded(streamName is null ? operation.Name : $"stream {streamName}");

    private static Task RefuseForeignAsync(HttpContext context, string contentType, string whole, ReadOnlyMemory<byte> body)
    {
        var target = whole.Split('.');
        if (Protocol.Bare(contentType) == "application/json")
        {
            var isJson = JsonBody.Parse(body.Span) is not null;
            var (status, code) = isJson ? (404, "UnknownOperationException") : (400, "SerializationException");
            var text = $$"""{"Output":{"__type":"com.amazon.coral.service#{{code}}"},"Version":"1.0"}""";
            return HttpReply.SendAsync(context, status, isJson
                ? "application/json" : Protocol.Json.ContentType, System.Text.Encoding.ASCII.GetBytes(text));
        }

        // A client of another service, in its own protocol: a wrong endpoint, which is to be told in a way that it can show.
        if (Protocol.Bare(contentType).StartsWith("application/x-amz-json", StringComparison.Ordinal) && target.Length > 1
            && target[0] != Service[..^1])
        {
            return HttpReply.SendAsync(context, 400, Protocol.Bare(contentType), """{"__type":"UnknownOperationException"}"""u8.ToArray());
        }

        return target.Length > 1 && target[1].Length > 0
            ? HttpReply.SendXmlAsync(context, 404, "UnknownOperationException", null)
            : HttpReply.SendXmlAsync(context, 403, "AccessDeniedException", NoOperation);
    }

    private static async Task RefuseAsync(HttpContext context, Protocol protocol, Refusal refusal)
    {
        using var buffer = new ReplyBuffer();
        protocol.Write(buffer, refusal);
        await HttpReply.SendAsync(context, refusal.Status, protocol.ContentType, buffer.Written).ConfigureAwait(false);
    }

    private static string? StreamIn(Input input) => input.Text("StreamName") ?? NameIn(input.Text("StreamARN"));

    private static string? StreamIn(Dictionary<string, object?> raw)
    {
        string? Text(string member) => raw.GetValueOrDefault(member) as string;
        return Text("StreamName") ?? NameIn(Text("StreamARN") ?? Text("ConsumerARN") ?? Text("ResourceARN"))
            ?? IteratorStream(Text("ShardIterator"));
    }

    private static string? NameIn(string? arn) => arn is null ? null : StreamArn.Parse(arn)?.Stream;

    private static string? IteratorStream(string? iterator)
    {
        try
        {
            return iterator is null ? null : ShardIterator.Parse(iterator).Stream;
        }
        catch (Refusal)
        {
            return null;
        }
    }
}
