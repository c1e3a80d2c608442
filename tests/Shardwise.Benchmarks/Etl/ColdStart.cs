using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Shardwise.Benchmarks.Kpl;
using Shardwise.Kpl;

namespace Shardwise.Benchmarks.Etl;

/// <summary>
/// A function's cold start: from the start of its process, through Lambda's Runtime API, to its first answer. Its event is one aggregate of ten clicks, and
/// answering means that an object was put to S3; both API and S3 are a server of this process.
/// </summary>
internal sealed class ColdStart(string handler, string folder)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly byte[] Event = MakeEvent();

    private readonly List<double> _processor = [];

    /// <summary>The fastest, in milliseconds.</summary>
    public double Fastest { get; private set; } = double.MaxValue;

    /// <summary>The mean of the processor time that it took, in milliseconds; the system counts it in tens.</summary>
    public double Processor => _processor.Average();

    /// <summary>All files of the published function.</summary>
    public long PublishedBytes => Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);

    /// <summary>The same as a zip, which is what is uploaded.</summary>
    public long ZippedBytes
    {
        get
        {
            using var zip = new MemoryStream();
            ZipFile.CreateFromDirectory(folder, zip);
            return zip.Length;
        }
    }

    public async Task RunAsync()
    {
        using var server = new HttpListener();
        int port = FreePort();
        server.Prefixes.Add($"http://127.0.0.1:{port}/");
        server.Start();
        long started = Stopwatch.GetTimestamp();
        using Process process = Process.Start(Host(port))!;
        try
        {
            await ServeUntilAnsweredAsync(server).WaitAsync(Patience).ConfigureAwait(false);
            Fastest = Math.Min(Fastest, Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            _processor.Add(process.TotalProcessorTime.TotalMilliseconds);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync().ConfigureAwait(false);
        }
    }

    private static async Task ServeUntilAnsweredAsync(HttpListener server)
    {
        while (true)
        {
            HttpListenerContext call = await server.GetContextAsync().ConfigureAwait(false);
            string path = call.Request.Url!.AbsolutePath;
            using var body = new MemoryStream();
            await call.Request.InputStream.CopyToAsync(body).ConfigureAwait(false);
            if (path.EndsWith("/next", StringComparison.Ordinal))
            {
                call.Response.Headers["Lambda-Runtime-Aws-Request-Id"] = "1";
                call.Response.Headers["Lambda-Runtime-Deadline-Ms"] = DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
                call.Response.Headers["Lambda-Runtime-Invoked-Function-Arn"] = "arn:aws:lambda:eu-west-1:123456789012:function:benchmark";
                await call.Response.OutputStream.WriteAsync(Event).ConfigureAwait(false);
            }
            else if (path.EndsWith("/error", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"The function failed: {Encoding.UTF8.GetString(body.ToArray())}");
            }
            else if (path.EndsWith("/response", StringComparison.Ordinal))
            {
                call.Response.StatusCode = (int)HttpStatusCode.Accepted;
                call.Response.Close();
                return;
            }
            else
            {
                call.Response.Headers["ETag"] = "\"1\"";
            }

            call.Response.Close();
        }
    }

    private ProcessStartInfo Host(int port)
    {
        string host = Path.Combine(KplRun.RepositoryFolder, "artifacts", "bin", "Shardwise.LambdaHost", "release", "Shardwise.LambdaHost.dll");
        var start = new ProcessStartInfo("dotnet", [host, folder, handler]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["AWS_LAMBDA_RUNTIME_API"] = $"127.0.0.1:{port}";
        start.Environment["AWS_LAMBDA_FUNCTION_NAME"] = "benchmark";
        start.Environment["AWS_ENDPOINT_URL_S3"] = $"http://127.0.0.1:{port}";
        start.Environment["AWS_REGION"] = "eu-west-1";
        start.Environment["AWS_ACCESS_KEY_ID"] = "local";
        start.Environment["AWS_SECRET_ACCESS_KEY"] = "local";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        start.Environment["SHARDWISE_OUTPUT_BUCKET"] = "output";
        start.Environment["SHARDWISE_DEAD_LETTER_BUCKET"] = "output";
        return start;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static byte[] MakeEvent()
    {
        var builder = new AggregatedRecordBuilder();
        for (int number = 0; number < 10; number++)
        {
            builder.TryAdd($"u{number}", Encoding.UTF8.GetBytes($$"""{"id":"{{number}}","timestamp":"2026-11-20T11:05:00.000Z","userId":"u{{number}}","page":"/"}"""));
        }

        string sequence = "49640000000000000000000000000000000000000000000000000001";
        return Encoding.UTF8.GetBytes(
            $$$"""
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"a","sequenceNumber":"{{{sequence}}}","data":"{{{Convert.ToBase64String(builder.Build().Data)}}}","approximateArrivalTimestamp":1795172700.123},"eventSource":"aws:kinesis","eventVersion":"1.0","eventID":"shardId-000000000003:{{{sequence}}}","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::123456789012:role/clicks","awsRegion":"eu-west-1","eventSourceARN":"arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"}]}
            """);
    }
}
