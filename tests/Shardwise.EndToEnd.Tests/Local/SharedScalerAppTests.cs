using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace Shardwise.EndToEnd.Tests.Local;

/// <summary>An app of two stacks that share a scaler; its consumer lacks a permission.</summary>
[Collection(ReferencePipeline.OneAtATime)]
public sealed partial class SharedScalerAppTests(ITestOutputHelper log)
{
    [Fact]
    public async Task Two_stacks_with_a_shared_scaler_run_unmodified_and_only_the_call_that_nobody_granted_is_refused()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "cdk.json"), JsonSerializer.Serialize(new
        {
            app = $"dotnet \"{ReferencePipeline.Built("Shardwise.Local.TestApp", "Shardwise.Local.TestApp.dll")}\" \"{ReferencePipeline.Built("Shardwise.Local.TestFunctions", "")}\"",
        }));
        using var app = new LocalApp(folder.Path);
        await app.StartedAsync();

        await app.PutAsync(
            "OrdersStream",
            """{"service":"s3","method":"PUT","path":"/%LAKE%/orders/1","body":"one","type":"text/plain"}""",
            """{"service":"kinesis","target":"Kinesis_20131202.PutRecord","body":"{\"StreamName\":\"%AUDIT%\",\"PartitionKey\":\"k\",\"Data\":\"eA==\"}"}""",
            """{"service":"s3","method":"PUT","path":"/%LAKE%/orders/2","body":"two","type":"text/plain"}""");
        await app.PrintedAsync("AccessDeniedException");
        // The scaler is called for both streams: Orders, which the other stack has, is below the least of its shards.
        await app.AskAsync("advance", "3m");
        await app.PrintedAsync("\"stream\":\"Platform-Audit");
        await app.PrintedAsync("\"stream\":\"Orders-Orders");
        await app.PrintedAsync("\"openShards\":3");
        int exitCode = await app.StopAsync();

        log.WriteLine(app.Output);
        Assert.Equal(("shardwise: stopped; nothing is left running", 130), (app.Error.Trim(), exitCode));
        Assert.DoesNotContain(app.Lines, line => line.StartsWith("Not as at AWS", StringComparison.Ordinal));
        Assert.Equal(2, app.Lines.Count(line => Written().IsMatch(line)));
        Assert.Single(app.Lines, line => Refused().IsMatch(line));
        Assert.Single(app.Lines, line => line.Contains("not authorized", StringComparison.Ordinal));
    }

    [GeneratedRegex("ConsumerFunction [0-9a-f]{8} 200 $")]
    private static partial Regex Written();

    [GeneratedRegex(
        "ConsumerFunction [0-9a-f]{8} 400 {\"__type\":\"AccessDeniedException\",\"message\":\"User: arn:aws:sts::000000000000:assumed-role/(Orders-ConsumerRole[^/]+)/"
        + "Orders-ConsumerFunction[^ ]+ is not authorized to perform: kinesis:PutRecord on resource: arn:aws:kinesis:us-east-1:000000000000:stream/Platform-AuditStream[^ ]+ "
        + "because no identity-based policy allows the kinesis:PutRecord action\"}$")]
    private static partial Regex Refused();
}
