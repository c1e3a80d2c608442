using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Shardwise.Local.Firehose;

/// <summary>Posts records to an endpoint on this machine, as the service does, and honours its answer.</summary>
internal sealed class HttpSink : IRecordSink
{
    // The specification of HTTP endpoint delivery: an answer's time and size, and the pauses between tries.
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);
    private const int LargestAnswer = 1024 * 1024;
    private const double Jitter = 0.15;

    private readonly DeliveryStreamDefinition _stream;
    private readonly HttpTarget _target;
    private readonly FirehoseMetrics _metrics;
    private readonly FirehoseContext _context;
    private readonly Action<IReadOnlyList<FailedRecord>> _fail;
    private readonly TimedBuffer<FirehoseRecord> _buffer;
    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
    })
    {
        Timeout = ResponseTimeout,
        MaxResponseContentBufferSize = LargestAnswer,
    };

    public HttpSink(
        DeliveryStreamDefinition stream,
        HttpTarget target,
        FirehoseMetrics metrics,
        FirehoseContext context,
        Action<IReadOnlyList<FailedRecord>> fail)
    {
        _stream = stream;
        _target = target;
        _metrics = metrics;
        _context = context;
        _fail = fail;
        _buffer = new TimedBuffer<FirehoseRecord>(target.Buffer, context.Clock, record => record.Data.Length, DeliverAsync, Fault);
    }

    public (int Count, long Bytes) Gathered => _buffer.Gathered;

    public bool TryAdd(PrefixValues partition, IEnumerable<FirehoseRecord> records, int mostPartitions)
    {
        _buffer.Add(records);
        return true;
    }

    public Task FlushAsync() => _buffer.FlushAsync();

    public async ValueTask DisposeAsync()
    {
        await _buffer.DisposeAsync();
        _http.Dispose();
    }

    private void Fault(Exception exception) => _context.Fault(_stream.LogicalId, exception);

    private async Task DeliverAsync(IReadOnlyList<FirehoseRecord> records)
    {
        try
        {
            await DeliverAsync(records, Guid.NewGuid().ToString());
        }
        catch (OperationCanceledException) when (_context.Stopping.IsCancellationRequested)
        {
        }
    }

    // The request keeps its id through all tries.
    private async Task DeliverAsync(IReadOnlyList<FirehoseRecord> records, string requestId)
    {
        DateTimeOffset? firstFailure = null;
        for (int tries = 1; ; tries++)
        {
            var problem = await PostAsync(HttpRequestBody.Write(requestId, _context.Clock.GetUtcNow(), records), requestId);
            _metrics.Add("DeliveryToHttpEndpoint.Success", problem is null ? 1 : 0);
            if (problem is null)
            {
                Settle(records);
                return;
            }

            if (problem.IsFinal)
            {
                _context.Say(
                    _stream.LogicalId,
                    $"{_target.Url} answered 413; as at AWS, its {records.Count} records are given up and not backed up as failed");
                Settle(records, delivered: false);
                return;
            }

            firstFailure ??= _context.Clock.GetUtcNow();
            if (_context.Clock.GetUtcNow() - firstFailure >= _target.RetryDuration)
            {
                var failure = new RecordFailure { Type = "http-endpoint-failed", Code = problem.Code, Message = problem.Message, Attempts = tries };
                _context.Say(_stream.LogicalId, $"{_target.Url} has not taken {records.Count} records in {tries} tries: {problem.Message}");
                _fail([.. records.Select(record => new FailedRecord(record, failure))]);
                return;
            }

            double seconds = Math.Min(LongestPause.TotalSeconds, ShortestPause.TotalSeconds * Math.Pow(2, Math.Min(tries - 1, 10)));
            var left = firstFailure.Value + _target.RetryDuration - _context.Clock.GetUtcNow();
            var pause = TimeSpan.FromSeconds(seconds * (1 - Jitter + (Random.Shared.NextDouble() * 2 * Jitter)));
            await Task.Delay(TimeSpan.FromTicks(Math.Max(1, Math.Min(pause.Ticks, left.Ticks))), _context.Clock, _context.Stopping);
        }
    }

    private void Settle(IReadOnlyList<FirehoseRecord> records, bool delivered = true)
    {
        if (delivered)
        {
            double bytes = records.Sum(record => (double)record.Original.Length);
            _metrics.Add("DeliveryToHttpEndpoint.Records", records.Count);
            _metrics.Add("DeliveryToHttpEndpoint.Bytes", bytes);
            var age = _context.Clock.GetUtcNow() - records.Min(record => record.Arrival);
            _metrics.Add("DeliveryToHttpEndpoint.DataFreshness", Math.Max(0, age.TotalSeconds));
        }

        foreach (var record in records)
        {
            record.Receipt.Settle();
        }
    }

    private async Task<HttpProblem?> PostAsync(byte[] body, string requestId)
    {
        using var request = Request(body, requestId);
        try
        {
            using var response = await _http.SendAsync(request, _context.Stopping);
            byte[] answer = await response.Content.ReadAsByteArrayAsync(_context.Stopping);
            return HttpProblem.Of(response, answer, requestId);
        }
        catch (TaskCanceledException) when (!_context.Stopping.IsCancellationRequested)
        {
            return HttpProblem.TimedOut;
        }
        catch (HttpRequestException exception)
        {
            return exception.HttpRequestError switch
            {
                HttpRequestError.ConfigurationLimitExceeded => HttpProblem.TooLarge,
                HttpRequestError.ConnectionError => HttpProblem.NotConnected,
                _ => HttpProblem.CutOff,
            };
        }
    }

    private HttpRequestMessage Request(byte[] body, string requestId)
    {
        var content = new ByteArrayContent(_target.Gzip ? ObjectCompression.Gzip(body) : body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (_target.Gzip)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        var request = new HttpRequestMessage(HttpMethod.Post, _target.Url) { Content = content };
        request.Headers.TryAddWithoutValidation("User-Agent", "Amazon Kinesis Data Firehose Agent/1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Firehose-Protocol-Version", "1.0");
        request.Headers.TryAddWithoutValidation("X-Amz-Firehose-Request-Id", requestId);
        request.Headers.TryAddWithoutValidation("X-Amz-Firehose-Source-Arn", _stream.Arn);
        if (_target.AccessKey is { } key)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Firehose-Access-Key", key);
        }

        if (_target.CommonAttributes.Count > 0)
        {
            string attributes = JsonSerializer.Serialize(new Dictionary<string, object> { ["commonAttributes"] = _target.CommonAttributes });
            request.Headers.TryAddWithoutValidation("X-Amz-Firehose-Common-Attributes", attributes);
        }

        return request;
    }
}
