using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Page.Tests.Standin;

/// <summary>
/// A pipeline that is none: it has the state that the control API tells of, at any number of steps of ten seconds, and writes down what it is told to do.
/// </summary>
internal sealed class StandinPipeline
{
    private const int StepSeconds = 10;
    private static readonly BigInteger Space = BigInteger.Pow(2, 128);

    private readonly Lock _lock = new();
    private readonly List<JsonObject> _faults = [];
    private readonly List<string> _asked = [];
    private TimeSpan _ahead;
    private int _lastFault;

    public StandinPipeline(int records, int shards = 8)
    {
        Shards = shards;
        Records = StandinRecords.Make(records, Shards, Start);
    }

    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>What the last log line of each function ends with; the worst by default.</summary>
    public string LastWord { get; init; } = StandinRecords.Hostile;

    public int Shards { get; }

    public StandinRecord[] Records { get; }

    public string Endpoint { get; set; } = "";

    public int Step { get; set; }

    /// <summary>What was asked for, as method, path and query, with the body where there is one.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_lock)
            {
                return [.. _asked];
            }
        }
    }

    public DateTimeOffset Time(int step) => Start + TimeSpan.FromSeconds(step * StepSeconds) + _ahead;

    public void Told(string request)
    {
        lock (_lock)
        {
            _asked.Add(request);
        }
    }

    public DateTimeOffset Advance(TimeSpan by)
    {
        _ahead += by;
        return Time(Step);
    }

    public JsonObject Order(string kind, string? stream, double share)
    {
        lock (_lock)
        {
            var fault = new JsonObject
            {
                ["id"] = ++_lastFault,
                ["kind"] = kind,
                ["operation"] = null,
                ["stream"] = stream,
                ["share"] = share,
                ["count"] = null,
                ["delayMilliseconds"] = 0,
                ["until"] = Time(Step) + TimeSpan.FromSeconds(30),
            };
            _faults.Add(fault);
            return (JsonObject)fault.DeepClone();
        }
    }

    public int Remove(string? id)
    {
        lock (_lock)
        {
            return _faults.RemoveAll(fault => id is null || fault["id"]!.ToString() == id);
        }
    }

    public JsonObject State()
    {
        int step = Step;
        return new JsonObject
        {
            ["time"] = Time(step),
            ["realTime"] = Time(step),
            ["speed"] = 60,
            ["aheadSeconds"] = _ahead.TotalSeconds,
            ["endpoint"] = Endpoint,
            ["region"] = "us-east-1",
            ["account"] = "000000000000",
            ["stacks"] = new JsonArray("Orders", "Clicks"),
            ["streams"] = new JsonArray(Stream("clicks", Shards, step, 1), Stream("orders", 4, step, 0.3), Stream("audit", 1, step, 0.02)),
            ["functions"] = new JsonArray(
                Function("ClickEtl", "dotnet10", step * 14L, 3), Function("OrderWriter", "provided.al2023", step * 4L, 0), Function("Scaler", "dotnet10", step / 6, 0)),
            ["mappings"] = new JsonArray(Mapping("ClickEtlEvents", "clicks", "ClickEtl", step), Mapping("OrderWriterEvents", "orders", "OrderWriter", step / 3)),
            ["failureCount"] = 12,
            ["failures"] = new JsonArray([.. Enumerable.Range(0, 3).Select(Failure)]),
            ["buckets"] = new JsonArray("orders-raw", "clicks-parquet"),
            ["faults"] = Faults(),
            ["notRun"] = new JsonArray("AWS::CloudTrail::Trail Trail: nothing here would call it", "AWS::KinesisAnalyticsV2::Application Flink: needs a Flink cluster"),
            ["parts"] = new JsonObject { ["deliveries"] = new JsonArray(DeliveryStream(step)), ["queues"] = new JsonArray(Queue()) },
        };
    }

    /// <summary>The line that the scaler writes in a step, every sixth; null in the others.</summary>
    public JsonObject? Decision(int step) => step % 6 != 0 ? null : Line("Scaler", step, (step % 36) switch
    {
        0 => Decided(step, 8, 12, "accepted", "demand of 9.2 shards is 77 % of 12: scale up before the forecast peak"),
        18 => Decided(step, 12, 8, "accepted", "demand stayed below 60 % of 8 shards for 15 minutes"),
        _ => Decided(step, 8, null, "hold", "between the thresholds: 63 % of 8 shards"),
    });

    public static JsonObject Line(string function, int step, string text, string source = "output") => new()
    {
        ["at"] = Start + TimeSpan.FromSeconds(step * StepSeconds),
        ["logicalId"] = function,
        ["function"] = $"Orders-{function}",
        ["source"] = source,
        ["requestId"] = $"8f0c-{step:D6}",
        ["text"] = text,
    };

    private static string Decided(int step, int open, int? target, string outcome, string reason) => new JsonObject
    {
        ["event"] = "decision",
        ["time"] = Start + TimeSpan.FromSeconds(step * StepSeconds),
        ["stream"] = "clicks",
        ["openShards"] = open,
        ["targetShards"] = target,
        ["utilization"] = 0.63,
        ["demandShards"] = 5.1,
        ["operationsLeft"] = 7,
        ["outcome"] = outcome,
        ["reason"] = reason,
    }.ToJsonString();

    private static double Wave(int step, double from, double to) => from + ((to - from) * (0.5 - (0.5 * Math.Cos(step / 20.0))) * (0.93 + (0.07 * Math.Sin(step * 1.7))));

    private JsonArray Faults()
    {
        lock (_lock)
        {
            return new JsonArray([.. _faults.Select(fault => fault.DeepClone())]);
        }
    }

    private JsonObject Stream(string name, int shards, int step, double size)
    {
        // A sum of what every step brought, so that counters only grow.
        var (records, throttled) = (0.0, 0.0);
        for (int past = 1; past <= step; past++)
        {
            double offered = Wave(past, 400, 6200) * size * StepSeconds;
            double most = shards * 1000 * 0.7 * StepSeconds;
            records += Math.Min(offered, most);
            throttled += Math.Max(0, offered - most);
        }

        return new JsonObject
        {
            ["name"] = name,
            ["logicalId"] = $"{char.ToUpperInvariant(name[0])}{name[1..]}Stream",
            ["arn"] = $"arn:aws:kinesis:us-east-1:000000000000:stream/{name}",
            ["status"] = "ACTIVE",
            ["openShards"] = shards,
            ["targetShards"] = shards,
            ["acceptedRecords"] = (long)records,
            ["acceptedBytes"] = (long)(records * 610),
            ["throttledRecords"] = (long)throttled,
            ["readRecords"] = (long)(records * 0.98),
            ["readBytes"] = (long)(records * 600),
            ["iteratorAgeMilliseconds"] = 1200 * size,
            ["shards"] = new JsonArray([.. Enumerable.Range(0, shards).Select(number => Shard(number, shards, records, throttled))]),
        };
    }

    private static JsonObject Shard(int number, int shards, double records, double throttled)
    {
        // Some are hotter than others.
        double part = (1 + (0.7 * Math.Sin(number * 2.3))) / shards;
        return new JsonObject
        {
            ["id"] = $"shardId-{number:D12}",
            ["isOpen"] = true,
            ["startingHashKey"] = (Space * number / shards).ToString(CultureInfo.InvariantCulture),
            ["endingHashKey"] = ((Space * (number + 1) / shards) - 1).ToString(CultureInfo.InvariantCulture),
            ["acceptedRecords"] = (long)(records * part),
            ["acceptedBytes"] = (long)(records * part * 610),
            ["throttledRecords"] = number == 1 ? (long)throttled : 0,
            ["lastSequenceNumber"] = $"4959033827149025660855969253836157109592157598913658{number:D4}",
        };
    }

    private JsonObject Function(string name, string runtime, long invocations, long errors) => new()
    {
        ["name"] = $"Orders-{name}",
        ["logicalId"] = name,
        ["stack"] = "Orders",
        ["arn"] = $"arn:aws:lambda:us-east-1:000000000000:function:Orders-{name}",
        ["runtime"] = runtime,
        ["handler"] = $"{name}::{name}.Function::Handle",
        ["timeoutSeconds"] = 60,
        ["concurrency"] = 2,
        ["processes"] = new JsonArray(4711, 4712),
        ["inFlight"] = 1,
        ["invocations"] = invocations,
        ["errors"] = errors,
        ["restarts"] = errors > 0 ? 1 : 0,
        ["durationMilliseconds"] = new JsonObject { ["median"] = 12.4, ["p90"] = 48.2, ["longest"] = 812.0 },
        ["lastError"] = errors > 0
            ? new JsonObject { ["error"] = $"System.InvalidOperationException: customer {StandinRecords.Hostile} has no address", ["requestId"] = "8f0c-000042", ["at"] = Start }
            : null,
        ["lastLogLine"] = name == "Scaler" ? "{\"event\":\"decision\",\"outcome\":\"hold\"}" : $"took 500 records {LastWord}",
    };

    private static JsonObject Mapping(string id, string stream, string function, int step) => new()
    {
        ["id"] = id,
        ["logicalId"] = id,
        ["stream"] = stream,
        ["function"] = $"Orders-{function}",
        ["batchSize"] = 500,
        ["lagMilliseconds"] = Wave(step, 200, 42_000),
        ["delivered"] = step * 5200L,
        ["givenUp"] = stream == "clicks" ? 1500 : 0,
        ["shards"] = new JsonArray(
            new JsonObject { ["id"] = "shardId-000000000001", ["checkpoint"] = null, ["lagMilliseconds"] = Wave(step, 200, 42_000) }),
    };

    private static JsonNode Failure(int number) => new JsonObject
    {
        ["function"] = "Orders-ClickEtl",
        ["destination"] = "clicks-failed",
        ["condition"] = "RetryAttemptsExhausted",
        ["stream"] = "arn:aws:kinesis:us-east-1:000000000000:stream/clicks",
        ["shard"] = "shardId-000000000001",
        ["firstSequenceNumber"] = (BigInteger.Parse("49590338271490256608559692538361571095921575989136588898", CultureInfo.InvariantCulture) + (new BigInteger(1 + (number * 8)) << 80)).ToString(CultureInfo.InvariantCulture),
        ["lastSequenceNumber"] = "49590338271490256608559692538361571095921575989136599999",
        ["batchSize"] = 500,
        ["attempts"] = 3,
        ["at"] = Start + TimeSpan.FromMinutes(number),
        ["lastError"] = "System.InvalidOperationException: the order has no customer",
    };

    private static JsonObject DeliveryStream(int step) => new()
    {
        ["label"] = "ClicksToS3",
        ["name"] = "clicks-to-s3",
        ["source"] = "arn:aws:kinesis:us-east-1:000000000000:stream/clicks",
        ["destination"] = "s3://orders-raw",
        ["bufferedRecords"] = 1200 + step,
        ["bufferedBytes"] = 734_003,
        ["pendingBytes"] = 0,
        ["delivered"] = new JsonArray(Delivered(5, 39_120, "a b&c.json"), Delivered(0, 41_000, "clicks-to-s3-1-2026-03-02-08-00-10.gz")),
    };

    private static JsonNode Delivered(int minute, int records, string name) => new JsonObject
    {
        ["bucket"] = "orders-raw",
        ["key"] = $"clicks/2026/{name}",
        ["records"] = records,
        ["bytes"] = records * 128L,
        ["time"] = Start + TimeSpan.FromMinutes(minute),
    };

    private static JsonObject Queue() => new()
    {
        ["name"] = "clicks-failed",
        ["messages"] = 12,
        ["inFlight"] = 0,
        ["deadLetters"] = 2,
    };
}
