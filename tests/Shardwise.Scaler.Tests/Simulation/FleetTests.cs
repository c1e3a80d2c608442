using System.Diagnostics;
using Shardwise.Scaling;
using Xunit.Abstractions;

namespace Shardwise.Scaler.Tests.Simulation;

public class FleetTests(ITestOutputHelper output)
{
    private const int Streams = 500;
    private const int Day = 1_440;

    [Fact]
    public async Task Five_hundred_streams_live_a_day_of_random_faults_without_an_exception_or_a_refusal_and_with_true_ledgers()
    {
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var account = new SimulatedAccount();
        var streams = Enumerable.Range(0, Streams).Select(seed => new Life(account, seed)).ToList();
        account.Faults = (call, stream) => streams[int.Parse(stream.Name[1..])].FaultOf(call);
        var function = NewFunction(account);

        await Parallel.ForEachAsync(streams, async (life, _) => await life.LiveAsync(function));

        Assert.Empty(streams.SelectMany(life => life.Failures));
        Assert.Empty(streams.SelectMany(life => life.Stream.Refusals.Select(refusal => $"{life.Stream.Name} {refusal}")));
        Assert.All(streams, life => Assert.Equal(life.TrueOperations, life.WrittenOperations));
        var reshards = streams.SelectMany(life => life.Stream.Reshards).CountBy(reshard => reshard.Call).ToDictionary();
        Assert.True(reshards["UpdateShardCount"] > Streams);
        Assert.True(reshards["SplitShard"] > 0 && reshards["MergeShards"] > 0);
        output.WriteLine($"{string.Join(", ", reshards)}; {streams.Sum(life => life.Faults)} faults, {watch.Elapsed.TotalSeconds:0.0} s, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.0} s of CPU in this process, {GC.CollectionCount(0)} collections, {GC.GetTotalAllocatedBytes() / 1e9:0.0} GB");
    }

    private static Function NewFunction(SimulatedAccount account) => account.NewFunction(policy: new Follower());

    /// <summary>One stream's day: a load of its own, faults now and then, and now and then somebody else's hand.</summary>
    private sealed class Life
    {
        private readonly SimulatedAccount _account;
        private readonly Random _random;
        private readonly ScalingTarget _target;
        private readonly double _base;
        private readonly int _phase;
        private string _faulty = "";
        private Fault _fault;
        private int _faultEnds;

        public Life(SimulatedAccount account, int seed)
        {
            _account = account;
            _random = new Random(seed);
            _base = Math.Pow(10, _random.NextDouble());
            _phase = _random.Next(Day);
            _target = new ScalingTarget { StreamName = $"s{seed}", MinShards = 1, MaxShards = 100 };
            Stream = account.Add(_target.StreamName, _random.Next(1, 20));
            Stream.Traffic = Load;
        }

        public SimulatedStream Stream { get; }
        public List<string> Failures { get; } = [];
        public int Faults { get; private set; }

        public IEnumerable<(int From, int To)> TrueOperations => Stream.Operations.Select(operation => (operation.FromShards, operation.ToShards));

        public IEnumerable<(int From, int To)> WrittenOperations =>
            Stream.Tags.GetValueOrDefault("shardwise:operations", "v1").Split(' ').Skip(1).Select(entry => entry.Split(':', '-', '@', '+')).Select(parts => (int.Parse(parts[1]), int.Parse(parts[2])));

        public Fault? FaultOf(string call)
        {
            if (call != _faulty)
                return null;
            Faults++;
            return _fault;
        }

        public async Task LiveAsync(Function function)
        {
            for (var minute = 1; minute < Day; minute++)
            {
                Stream.Advance(SimulatedAccount.Start.AddMinutes(minute));
                Fate(minute);
                try
                {
                    await _account.InvokeAsync(function, Stream, _target);
                }
                catch (ScalerException) when (_faulty.Length > 0)
                {
                }
                catch (ProcessKilledException)
                {
                    function = NewFunction(_account);
                }
                catch (Exception error)
                {
                    Failures.Add($"{Stream.Name} {Stream.Now:HH:mm} {error}");
                }
            }
        }

        private (double, double, UInt128) Load(DateTimeOffset at)
        {
            var minute = (int)(at - SimulatedAccount.Start).TotalMinutes + _phase;
            var wave = 1 + 0.7 * Math.Sin(minute * 2 * Math.PI / Day) + (minute / 97 % 5 == 0 ? 1.5 : 0);
            return (_base * wave * (0.95 + 0.1 * _random.NextDouble()), 0, 0);
        }

        private void Fate(int minute)
        {
            if (minute >= _faultEnds)
                _faulty = "";
            // The last hour is for recovery, and hands stay off while a fault hides what they do.
            if (minute > Day - 60 || _faulty.Length > 0)
                return;
            if (_random.Next(180) == 0)
                Break(minute);
            else if (_random.Next(700) == 0 && !Stream.IsUpdating && Stream.Operations.Count < 9 && Stream.Tags.TryGetValue("shardwise:state", out var state) && !state.Contains("next"))
                Stream.Update(Math.Max(1, Math.Min(Stream.Shards.Count * 2, Stream.Shards.Count + _random.Next(1, 4))), byHand: true);
        }

        private void Break(int minute)
        {
            string[] calls =
            [
                "kinesis:DescribeStreamSummary", "kinesis:ListTagsForStream", "kinesis:AddTagsToStream", "kinesis:UpdateShardCount", "kinesis:SplitShard",
                "kinesis:MergeShards", "kinesis:ListShards", "kinesis:DescribeLimits", "cloudwatch:GetMetricData",
            ];
            _faulty = calls[_random.Next(calls.Length)];
            var fault = (Fault)_random.Next(4);
            _fault = fault == Fault.Killed && _faulty is not ("kinesis:UpdateShardCount" or "kinesis:SplitShard" or "kinesis:AddTagsToStream") ? Fault.Fails : fault;
            _faultEnds = minute + _random.Next(1, 11);
        }
    }
}
