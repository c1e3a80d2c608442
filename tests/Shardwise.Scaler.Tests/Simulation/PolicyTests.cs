using System.Text.Json.Nodes;
using Shardwise.Scaling;

namespace Shardwise.Scaler.Tests.Simulation;

/// <summary>What the function calls on every path, beside what its role in the template allows.</summary>
public class PolicyTests
{
    private readonly SimulatedAccount _account = new();

    [Fact]
    public async Task The_role_allows_each_call_that_is_made_and_none_that_never_is()
    {
        await RunAsync("hot", stream => stream.Traffic = at => Minute(at) < 40 ? (2.5, 0.3, UInt128.One) : (2.4, 0, UInt128.One));
        await RunAsync("up and down", stream => stream.Traffic = at => (Minute(at) < 40 ? 3.9 : 0.5, 0, 0));
        await RunAsync("spent", stream =>
        {
            stream.Consumers.Add("etl");
            stream.Operations.AddRange(Enumerable.Repeat(new ScalingOperation(SimulatedAccount.Start, 4, 4), 10));
            stream.Tags["shardwise:operations"] = "v1 " + string.Join(' ', Enumerable.Repeat("2611200000:4-4", 10));
            stream.Traffic = at => (Minute(at) < 60 ? 8 : 1, 0, 0);
        });

        await RunAsync("by calls", stream => stream.Traffic = at => (Minute(at) < 40 ? 3.9 : 0.5, 0, 0), callsOnly: true);

        Assert.Equal(Allowed().Where(action => !action.StartsWith("logs:", StringComparison.Ordinal)).Order(), _account.Calls.Keys.Order());
    }

    [Fact]
    public async Task The_role_for_warm_throughput_allows_each_call_that_is_made()
    {
        const string target = """{"streamName":"clicks","minShards":20,"maxShards":400,"warmThroughput":true}""";
        var scaler = new Scaler();
        (scaler.Kinesis.Mode, scaler.Kinesis.Commitment) = (Amazon.Kinesis.StreamMode.ON_DEMAND, "ENABLED");
        await scaler.RunAsync(target);
        scaler.Kinesis.Warm = new Amazon.Kinesis.Model.WarmThroughputObject { TargetMiBps = 200, CurrentMiBps = 200 };
        for (var minute = 1; minute < 8; minute++)
        {
            scaler.Traffic(2, 75, 210);
            scaler.Datapoint("WriteProvisionedThroughputExceeded", 2, 100_000);
            await scaler.RunAsync(target, Scaler.Now.AddMinutes(minute));
        }

        var allowed = Allowed("The_warm_throughput_of_a_stream_on_demand_looks_as_approved").ToList();
        Assert.All(scaler.Calls.Distinct(), call => Assert.Contains(call, allowed));
        Assert.Contains("kinesis:UpdateStreamWarmThroughput", scaler.Calls);
        Assert.Contains("kinesis:DescribeAccountSettings", scaler.Calls);
    }

    private async Task RunAsync(string name, Action<SimulatedStream> make, bool callsOnly = false)
    {
        var stream = _account.Add(name.Replace(' ', '-'), 4);
        stream.Advance(SimulatedAccount.Start);
        make(stream);
        var function = _account.NewFunction();
        for (var minute = 0; minute < 200; minute++)
        {
            stream.AdvanceMinute();
            await _account.InvokeAsync(function, stream, new ScalingTarget { StreamName = stream.Name, MinShards = 1, MaxShards = 64, UpdateShardCountOnly = callsOnly });
        }

        Assert.Empty(stream.Refusals);
    }

    private static double Minute(DateTimeOffset at) => (at - SimulatedAccount.Start).TotalMinutes;

    // The template as the constructs' own tests approve it.
    private static IEnumerable<string> Allowed(string template = "An_autoscaler_looks_as_approved")
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Infra.sln")))
            folder = folder.Parent!;
        var approved = Path.Combine(folder.FullName, $"tests/Shardwise.Constructs.Tests/Scaling/Approved/ShardAutoscalerTests.{template}.approved.json");
        var resources = JsonNode.Parse(File.ReadAllText(approved))!["Resources"]!.AsObject();
        return from resource in resources
               where (string?)resource.Value!["Type"] == "AWS::IAM::Policy"
               from statement in resource.Value!["Properties"]!["PolicyDocument"]!["Statement"]!.AsArray()
               let action = statement!["Action"]!
               from name in action is JsonArray several ? several.Select(one => one!.ToString()) : [action.ToString()]
               select name;
    }
}
