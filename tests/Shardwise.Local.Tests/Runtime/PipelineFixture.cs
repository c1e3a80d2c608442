using System.Collections.Concurrent;
using System.Text;
using Amazon.Kinesis;
using Amazon.Kinesis.Model;
using Amazon.Runtime;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>One pipeline with a stream for each behaviour, at 60 simulated seconds a real one.</summary>
public sealed class PipelineFixture : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const string Code = """
        "Runtime":"dotnet10","Code":{"S3Key":"code.zip"},"Environment":{"Variables":{"MARKERS":"$MARKERS"} }
        """;

    private readonly TemporaryDirectory _data = new();
    private readonly ConcurrentQueue<FunctionLogLine> _lines = new();
    private TestAssembly _assembly = null!;
    private AmazonKinesisClient _client = null!;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public LocalPipeline Pipeline { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        string markers = Directory.CreateDirectory(Path.Combine(_data.Path, "markers")).FullName;
        _assembly = new TestAssembly(Resources().Replace("$MARKERS", markers, StringComparison.Ordinal), "", BuiltFiles.TestFunctions);
        _assembly.AssertReadAlike();
        Pipeline = await LocalPipeline.StartAsync(
            new LocalPipelineOptions
            {
                CloudAssembly = _assembly.Path,
                LambdaHost = BuiltFiles.LambdaHost,
                Services = new LocalServicesOptions { DataDirectory = Path.Combine(_data.Path, "data"), Speed = 60 },
            },
            Hear,
            CancellationToken.None);
        _client = new AmazonKinesisClient(
            new BasicAWSCredentials("LOCALACCESSKEYID", "secret"),
            new AmazonKinesisConfig { ServiceURL = Pipeline.Services.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
    }

    public async Task DisposeAsync()
    {
        _client?.Dispose();
        if (Pipeline is not null)
        {
            await Pipeline.DisposeAsync();
        }

        _assembly.Dispose();
        _data.Dispose();
    }

    /// <summary>Puts records in one call, spread over the shards by their text, or all to one by one key.</summary>
    public async Task PutAsync(string stream, IEnumerable<string> texts, string? key = null)
    {
        foreach (string[] some in texts.Chunk(500))
        {
            var response = await _client.PutRecordsAsync(new PutRecordsRequest
            {
                StreamName = stream,
                Records = [.. some.Select(text => new PutRecordsRequestEntry { PartitionKey = key ?? text, Data = new MemoryStream(Encoding.UTF8.GetBytes(text)) })],
            });
            Assert.Equal(0, response.FailedRecordCount ?? 0);
        }
    }

    public async Task UpdateShardCountAsync(string stream, int shards) => await _client.UpdateShardCountAsync(new UpdateShardCountRequest
    {
        StreamName = stream,
        TargetShardCount = shards,
        ScalingType = ScalingType.UNIFORM_SCALING,
    });

    public async Task DrainAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await Pipeline.DrainAsync(patience.Token);
    }

    /// <summary>Waits until what was heard of a function fulfils a condition.</summary>
    public async Task UntilAsync(string function, Func<IReadOnlyList<string>, bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var changed = Volatile.Read(ref _changed).Task;
            if (condition(Heard(function)))
            {
                return;
            }

            await changed.WaitAsync(patience.Token);
        }
    }

    public IReadOnlyList<string> Heard(string function) => [.. _lines.Where(line => line.LogicalId == function).Select(line => line.Text)];

    private void Hear(FunctionLogLine line)
    {
        _lines.Enqueue(line);
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private static string Resources() => string.Join(
        ",",
        Consumer("Partial", "Partial", """ "BisectBatchOnFunctionError":true,"MaximumRetryAttempts":1,"FunctionResponseTypes":["ReportBatchItemFailures"] """),
        Consumer("Bisect", "Whole", """ "BisectBatchOnFunctionError":true,"MaximumRetryAttempts":0 """, destination: "Out"),
        Consumer("Exhaust", "Whole", """ "MaximumRetryAttempts":2,"MaximumBatchingWindowInSeconds":60 """),
        Consumer("Killed", "Partial", """ "FunctionResponseTypes":["ReportBatchItemFailures"] """, shards: 2),
        Consumer("Hanging", "Whole", """ "MaximumRetryAttempts":10 """, timeout: 3),
        Consumer("Large", "Partial", """ "MaximumRetryAttempts":0,"MaximumBatchingWindowInSeconds":120 """),
        Consumer("Windowed", "Count", """ "MaximumRetryAttempts":10,"TumblingWindowInSeconds":60,"FunctionResponseTypes":["ReportBatchItemFailures"] """),
        Consumer("Resharded", "Whole", """ "MaximumRetryAttempts":10 """, shards: 2),
        Consumer("Filtered", "Whole", """ "FilterCriteria":{"Filters":[{"Pattern":"{\"data\":{\"size\":[{\"numeric\":[\">\",10]}]}}"},{"Pattern":"{\"partitionKey\":[\"vip\"]}"}]} """),
        Consumer("Parallel", "Slow", """ "ParallelizationFactor":3,"BatchSize":10 """),
        Consumer("FannedOut", "Whole", """ "MaximumRetryAttempts":0 """, source: "{\"Fn::GetAtt\":[\"FanOut\",\"ConsumerARN\"]}"),
        """
        "FanOut":{"Type":"AWS::Kinesis::StreamConsumer","Properties":{"ConsumerName":"fan-out","StreamARN":{"Fn::GetAtt":["FannedOutStream","Arn"]} } },
        "Ticked":{"Type":"AWS::Lambda::Function","Properties":{"Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::Print","Timeout":60,
        """ + Code + """
        }},
        "Rule":{"Type":"AWS::Events::Rule","Properties":{"ScheduleExpression":"rate(1 minute)","State":"ENABLED","Targets":[{"Id":"Target0","Arn":{"Fn::GetAtt":["Ticked","Arn"]},
          "InputTransformer":{"InputPathsMap":{"f1":"$.id","f2":"$.time"},"InputTemplate":"{\"time\":<f2>,\"detail-type\":\"Scheduled Event\",\"detail\":{\"streamName\":\"x\"}}"} }]} },
        "Dead":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"dead"}},"Out":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"out-bucket"}}
        """);

    private static string Consumer(string name, string method, string settings, int shards = 1, int timeout = 60, string? source = null, string destination = "Dead") => $$"""
        "{{name}}Stream":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"{{name}}","ShardCount":{{shards}},"RetentionPeriodHours":168} },
        "{{name}}":{"Type":"AWS::Lambda::Function","Properties":{"Handler":"Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Records::{{method}}","Timeout":{{timeout}},{{Code}} } },
        "{{name}}Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{{source ?? $"{{\"Fn::GetAtt\":[\"{name}Stream\",\"Arn\"]}}"}},"FunctionName":{"Ref":"{{name}}"},
          "StartingPosition":"TRIM_HORIZON","DestinationConfig":{"OnFailure":{"Destination":{"Fn::GetAtt":["{{destination}}","Arn"]} } },{{settings}} } }
        """;
}
