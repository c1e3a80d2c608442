using System.Collections.Concurrent;
using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>A pipeline of resources given as JSON, whose lines are heard.</summary>
internal sealed class HeardPipeline : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly TemporaryDirectory _data = new();
    private readonly TestAssembly _assembly;
    private readonly ConcurrentQueue<FunctionLogLine> _lines = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AmazonKinesisClient? _kinesis;

    private HeardPipeline(string resources)
    {
        _assembly = new TestAssembly(resources, "", BuiltFiles.TestFunctions);
        _assembly.AssertReadAlike();
    }

    public LocalPipeline Pipeline { get; private set; } = null!;

    public IReadOnlyList<FunctionLogLine> Lines => [.. _lines];

    /// <summary>What a client needs to be pointed here.</summary>
    public string Endpoint => Pipeline.Services.Endpoint.ToString();

    public static async Task<HeardPipeline> StartAsync(string resources, Func<LocalPipelineOptions, LocalPipelineOptions>? change = null, double speed = 60)
    {
        var heard = new HeardPipeline(resources);
        try
        {
            var options = new LocalPipelineOptions
            {
                CloudAssembly = heard._assembly.Path,
                LambdaHost = BuiltFiles.LambdaHost,
                Services = new LocalServicesOptions { DataDirectory = heard._data.Path, Speed = speed },
            };
            heard.Pipeline = await LocalPipeline.StartAsync(change?.Invoke(options) ?? options, heard.Hear, CancellationToken.None);
            heard._kinesis = new AmazonKinesisClient(
                new BasicAWSCredentials("mine", "secret"), new AmazonKinesisConfig { ServiceURL = heard.Endpoint, AuthenticationRegion = "us-east-1" });
            return heard;
        }
        catch
        {
            await heard.DisposeAsync();
            throw;
        }
    }

    public async Task PutAsync(string stream, params string[] records) => await _kinesis!.PutRecordsAsync(new PutRecordsRequest
    {
        StreamName = stream,
        Records = [.. records.Select(text => new PutRecordsRequestEntry { PartitionKey = "k", Data = new MemoryStream(Encoding.UTF8.GetBytes(text)) })],
    });

    /// <summary>The lines of a function once there are so many, in their order.</summary>
    public async Task<IReadOnlyList<string>> HearAsync(string logicalId, int count, FunctionLogSource source = FunctionLogSource.Output)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            var heard = _lines.Where(line => line.LogicalId == logicalId && line.Source == source).Select(line => line.Text).ToList();
            if (heard.Count >= count)
            {
                return heard;
            }

            try
            {
                await changed.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{logicalId} has said {heard.Count} of {count} lines: {string.Join(" | ", _lines.Select(line => line.Text))}");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _kinesis?.Dispose();
        if (Pipeline is not null)
        {
            await Pipeline.DisposeAsync();
        }

        _assembly.Dispose();
        _data.Dispose();
    }

    private void Hear(FunctionLogLine line)
    {
        _lines.Enqueue(line);
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }
}
