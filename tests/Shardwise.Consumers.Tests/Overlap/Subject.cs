using System.Collections.Concurrent;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.KinesisFirehoseEvents;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.Consumers.Tests.Overlap;

/// <summary>One instance of a consumer class that all invocations of a process share.</summary>
internal abstract class Subject
{
    public static readonly string[] Kinds =
        ["StreamConsumer", "StreamConsumer<T>", "SinkConsumer<T>", "SinkConsumer<TIn, TOut>", "WindowConsumer", "FirehoseTransform", "FirehoseTransform<T>", "CloudWatchLogsConsumer"];

    /// <summary>What was written, each record as often as it was.</summary>
    public ConcurrentQueue<int> Written { get; } = [];

    public static Subject Of(string kind, int parallelism)
    {
        var options = ScriptedConsumer.Quick with { MaxParallelism = parallelism };
        return kind switch
        {
            "StreamConsumer" => new OfStream(subject => new Taking(subject, options).HandleAsync),
            "StreamConsumer<T>" => new OfStream(subject => new Writing(subject, options).HandleAsync),
            "SinkConsumer<T>" => new OfStream(subject => new SinkConsumer<int>(NumberJson.Default.Int32, new Sink(subject), new RecordingDeadLetters(), options).HandleAsync),
            "SinkConsumer<TIn, TOut>" => new OfStream(subject => new Converting(subject, options).HandleAsync),
            "WindowConsumer" => new OfWindow(options),
            "CloudWatchLogsConsumer" => new OfStream(subject => new Logs(subject, options).HandleAsync) { IsLogs = true },
            "FirehoseTransform" => new OfFirehose(new Copying().HandleAsync),
            "FirehoseTransform<T>" => new OfFirehose(new CopyingJson().HandleAsync),
            _ => throw new ArgumentException(kind),
        };
    }

    /// <summary>One invocation: these records, of which each is answered as done.</summary>
    public abstract Task InvokeAsync(IReadOnlyList<int> records);

    private static byte[][] PayloadsOf(IReadOnlyList<int> records) =>
        [.. records.Chunk(3).Select(some => Events.Aggregate([.. some.Select(record => $"{record}")]))];

    private sealed class OfStream : Subject
    {
        private readonly Func<KinesisEvent, Amazon.Lambda.Core.ILambdaContext, Task<StreamsEventResponse>> _handle;

        public OfStream(Func<Subject, Func<KinesisEvent, Amazon.Lambda.Core.ILambdaContext, Task<StreamsEventResponse>>> make) => _handle = make(this);

        public bool IsLogs { get; init; }

        public override async Task InvokeAsync(IReadOnlyList<int> records) => Assert.Empty(
            (await _handle(Events.Of(IsLogs ? LogPayloads(records) : PayloadsOf(records)), new FakeLambdaContext())).BatchItemFailures);

        private static byte[][] LogPayloads(IReadOnlyList<int> records) =>
        [
            .. records.Chunk(3).Select(some => Tests.Payloads.Packed.Gzip(
                $$"""{"messageType":"DATA_MESSAGE","logEvents":[{{string.Join(',', some.Select(record => $$"""{"id":"{{record}}","timestamp":0,"message":""}"""))}}]}""")),
        ];
    }

    private sealed class OfWindow(ConsumerOptions options) : Subject
    {
        private readonly Gathering _consumer = new(options);

        public override async Task InvokeAsync(IReadOnlyList<int> records)
        {
            var answer = await _consumer.HandleAsync(
                new KinesisTimeWindowEvent
                {
                    Records = Events.Of(PayloadsOf(records)).Records,
                    ShardId = Events.ShardId,
                    Window = new() { Start = Events.Arrival, End = Events.Arrival.AddMinutes(1) },
                },
                new FakeLambdaContext());
            Assert.Empty(answer.BatchItemFailures);
            foreach (var record in answer.State["state"].Trim('"').Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Written.Enqueue(int.Parse(record));
            }
        }
    }

    private sealed class OfFirehose(Func<FirehoseEvent, Amazon.Lambda.Core.ILambdaContext, Task<KinesisFirehoseResponse>> handle) : Subject
    {
        public override async Task InvokeAsync(IReadOnlyList<int> records)
        {
            var answer = await handle(
                new FirehoseEvent { Records = [.. records.Select(record => new FirehoseEventRecord { RecordId = $"{record}", Data = Events.Plain($"{record}") })] },
                new FakeLambdaContext());
            foreach (var record in answer.Records)
            {
                Assert.Equal("Ok", record.Result);
                Assert.Equal(record.RecordId, System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(record.Base64EncodedData)).Trim());
                Written.Enqueue(int.Parse(record.RecordId));
            }
        }
    }

    /// <summary>Takes in until the flush, with what it keeps of a batch where it belongs.</summary>
    private sealed class Taking(Subject subject, ConsumerOptions options) : StreamConsumer(new RecordingDeadLetters(), options)
    {
        protected override void BeginBatch(ConsumerContext context) => context.State = new ConcurrentQueue<int>();

        protected override Task ProcessAsync(StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            Turns.Pass();
            ((ConcurrentQueue<int>)context.State!).Enqueue(int.Parse(record.Data.Span));
            return Task.CompletedTask;
        }

        protected override Task FlushAsync(ConsumerContext context, CancellationToken cancellationToken)
        {
            Turns.Pass();
            foreach (var record in (ConcurrentQueue<int>)context.State!)
            {
                subject.Written.Enqueue(record);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Writing(Subject subject, ConsumerOptions options) : StreamConsumer<int>(NumberJson.Default.Int32, new RecordingDeadLetters(), options)
    {
        protected override Task ProcessAsync(int value, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            Turns.Pass();
            subject.Written.Enqueue(value);
            return Task.CompletedTask;
        }
    }

    private sealed class Logs(Subject subject, ConsumerOptions options) : CloudWatchLogsConsumer(new RecordingDeadLetters(), options)
    {
        protected override Task ProcessAsync(
            LogEvent logEvent, LogsMessage message, StreamRecord record, ConsumerContext context, CancellationToken cancellationToken)
        {
            Turns.Pass();
            subject.Written.Enqueue(int.Parse(logEvent.Id));
            return Task.CompletedTask;
        }
    }

    private sealed class Converting(Subject subject, ConsumerOptions options)
        : SinkConsumer<int, int>(NumberJson.Default.Int32, new Sink(subject), new RecordingDeadLetters(), options)
    {
        protected override int Convert(int value, StreamRecord record)
        {
            Turns.Pass();
            return value;
        }
    }

    private sealed class Sink(Subject subject) : ISink<int>
    {
        public void Check(int value) => Turns.Pass();

        public Task WriteAsync(IReadOnlyList<SinkItem<int>> items, CancellationToken cancellationToken)
        {
            Turns.Pass();
            foreach (var item in items)
            {
                subject.Written.Enqueue(item.Value);
            }

            return Task.CompletedTask;
        }
    }

    private sealed class Gathering(ConsumerOptions options)
        : WindowConsumer<int, string>(NumberJson.Default.Int32, NumberJson.Default.String, new RecordingDeadLetters(), options)
    {
        protected override string Begin(TumblingWindow window) => "";

        protected override void Check(int value) => Turns.Pass();

        protected override string Add(string state, SinkItem<int> item)
        {
            Turns.Pass();
            return $"{state} {item.Value}";
        }

        protected override Task CloseAsync(string state, TumblingWindow window, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Copying() : FirehoseTransform(new FirehoseTransformOptions { Output = Stream.Null })
    {
        protected override ValueTask<FirehoseResult> TransformAsync(FirehoseEventRecord record, CancellationToken cancellationToken)
        {
            Turns.Pass();
            return ValueTask.FromResult(FirehoseResult.Ok(record.Data));
        }
    }

    private sealed class CopyingJson() : FirehoseTransform<int>(NumberJson.Default.Int32, new FirehoseTransformOptions { Output = Stream.Null })
    {
        protected override ValueTask<FirehoseResult> TransformAsync(int value, FirehoseEventRecord record, CancellationToken cancellationToken)
        {
            Turns.Pass();
            return ValueTask.FromResult(FirehoseResult.Ok(value, NumberJson.Default.Int32));
        }
    }
}
