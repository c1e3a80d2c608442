using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

// The floor under a local Kinesis on ASP.NET Core: it reads each request to its end and answers with bytes made beforehand, as many as a local Kinesis
// answers with. It keeps nothing, looks at no record, and checks nothing.
var (port, dataBytes) = (int.Parse(args[0], CultureInfo.InvariantCulture), int.Parse(args[1], CultureInfo.InvariantCulture));
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.MaxRequestBodySize = null;
    kestrel.Listen(IPAddress.Loopback, port);
});
var app = builder.Build();
var answers = new Answers(dataBytes);
app.Run(answers.SendAsync);
await app.RunAsync();

/// <summary>The answers, of which the large ones are made when they are first asked for.</summary>
internal sealed class Answers(int dataBytes)
{
    // A page of GetRecords is 10 MiB of data at most; four shards with five pages of 10,000 each are read.
    private const int Pages = 5;
    private const string Number = "49680000000000000000000000000000000000000000000000000002";

    private readonly Lazy<byte[]> _puts = new(() => Encoding.ASCII.GetBytes(
        $$"""{"FailedRecordCount":0,"Records":[{{Repeat(500, $$"""{"SequenceNumber":"{{Number}}","ShardId":"shardId-000000000000"}""")}}]}"""));

    private readonly Lazy<byte[]> _page = new(() =>
    {
        var record = $$"""{"SequenceNumber":"{{Number}}","ApproximateArrivalTimestamp":1795172700.123,"Data":"{{new string('A', (dataBytes + 2) / 3 * 4)}}","PartitionKey":"key-0-000"}""";
        return Encoding.ASCII.GetBytes($$"""{"Records":[{{Repeat(Math.Min(10_000, 10 * 1_048_576 / dataBytes), record)}}],""");
    });

    public async Task SendAsync(HttpContext context)
    {
        var body = ArrayPool<byte>.Shared.Rent((int)(context.Request.ContentLength ?? 0) + 1);
        try
        {
            var length = await ReadAsync(context.Request, body);
            ReadOnlyMemory<byte> answer = context.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1] switch
            {
                "PutRecords" => _puts.Value,
                "PutRecord" => Encoding.ASCII.GetBytes($$"""{"SequenceNumber":"{{Number}}","ShardId":"shardId-000000000000"}"""),
                "DescribeStreamSummary" => """{"StreamDescriptionSummary":{"StreamStatus":"ACTIVE"}}"""u8.ToArray(),
                "GetShardIterator" => Encoding.ASCII.GetBytes($$"""{"ShardIterator":"{{Pages}}"}"""),
                "GetRecords" => default,
                _ => """{"StreamNames":[]}"""u8.ToArray(),
            };
            await (answer.IsEmpty ? SendPageAsync(context, body.AsMemory(0, length)) : SendAsync(context, default, answer));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    // The iterator is how many pages are left.
    private Task SendPageAsync(HttpContext context, ReadOnlyMemory<byte> body)
    {
        var left = body.Span[body.Span.LastIndexOf((byte)':') + 2] - '0';
        return SendAsync(context, left == 0 ? """{"Records":[],"""u8.ToArray() : _page.Value, Encoding.ASCII.GetBytes(
            $"\"NextShardIterator\":\"{Math.Max(0, left - 1)}\",\"MillisBehindLatest\":0}}"));
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> rest)
    {
        context.Response.ContentType = "application/x-amz-json-1.1";
        context.Response.ContentLength = first.Length + rest.Length;
        if (!first.IsEmpty)
            await context.Response.Body.WriteAsync(first);
        await context.Response.Body.WriteAsync(rest);
    }

    private static async Task<int> ReadAsync(HttpRequest request, byte[] body)
    {
        int length = 0, read;
        while ((read = await request.Body.ReadAsync(body.AsMemory(length))) > 0)
            length += read;
        return length;
    }

    private static string Repeat(int count, string text) => string.Join(',', Enumerable.Repeat(text, count));
}
