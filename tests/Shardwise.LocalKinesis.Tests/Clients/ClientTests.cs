using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Shardwise.LocalKinesis.Operations;
using Xunit.Abstractions;

namespace Shardwise.LocalKinesis.Tests.Clients;

/// <summary>The clients that people have, as they are installed.</summary>
public sealed class ClientTests(ITestOutputHelper output)
{
    // Deliveries to S3, with an API of their own: docs/local.md names them.
    private static readonly string[] NotServed = ["CreateChannel", "DeleteChannel", "DescribeChannel", "ListChannels", "UpdateChannel"];

    [Fact]
    public async Task Every_operation_and_member_of_the_newest_model_is_served()
    {
        var model = JsonNode.Parse(await RunAsync("node", Script("kinesis-model.cjs"), NodeModules))!.AsObject();

        Assert.Equal(model.Select(operation => operation.Key).Except(NotServed).Order(), OperationTable.All.Select(operation => operation.Name).Order());
        Assert.All(NotServed, name => Assert.True(model.ContainsKey(name), $"{name} is not in the model any more"));
        foreach (var operation in OperationTable.All)
        {
            var members = model[operation.Name]!["request"]!.AsArray().Select(member => member!.GetValue<string>());
            Assert.Equal((operation.Name, string.Join(" ", members.Order())),
                (operation.Name, string.Join(" ", operation.Members.Select(member => member.Name).Order())));
        }
    }

    [Fact]
    public async Task The_AWS_SDK_for_JavaScript_at_its_newest_goes_through_a_streams_life()
    {
        await using var kinesis = await StartAsync();

        Assert.Equal(
            """
            arn:aws:kinesis:us-east-1:000000000000:stream/js 1 true
            0 shardId-000000000000,shardId-000000000000
            shardId-000000000000 closed,shardId-000000000001 open,shardId-000000000002 open
            one,two shardId-000000000001,shardId-000000000002 three
            one,two shardId-000000000001,shardId-000000000002
            ResourceInUseException Stream js under account 000000000000 has consumers registered: deregister them or set EnforceConsumerDeletion.
            ResourceNotFoundException Stream missing under account 000000000000 not found.
            """,
            (await RunAsync("node", Script("kinesis-client.cjs"), NodeModules, kinesis.Endpoint.ToString())).Trim());
    }

    [Fact]
    public async Task Boto3_goes_through_a_streams_life()
    {
        if (!await HasAsync("python3", "-c", "import boto3"))
        {
            output.WriteLine("Skipped: boto3 is not installed (Debian: python3-boto3).");
            return;
        }

        await using var kinesis = await StartAsync();

        Assert.Equal(
            """
            arn:aws:kinesis:eu-west-1:111122223333:stream/py 2 [{'Key': 'team', 'Value': 'orders'}]
            0 ['shardId-000000000000', 'shardId-000000000001']
            [('a', b'\x00\xff'), ('b', b'\x00\xff'), ('c', b'\x00\xff')]
            True
            An error occurred (InvalidArgumentException) when calling the GetRecords operation: Invalid ShardIterator.
            """,
            (await RunAsync("python3", Script("kinesis-client.py"), kinesis.Endpoint.ToString())).Trim());
    }

    [Fact]
    public async Task The_AWS_command_line_reads_what_it_put()
    {
        if (!await HasAsync("aws", "--version"))
        {
            output.WriteLine("Skipped: the AWS command line is not installed (Debian: awscli).");
            return;
        }

        await using var kinesis = await StartAsync();
        await kinesis.CreateStreamAsync("cli");
        Task<string> AwsAsync(params string[] arguments) =>
            RunAsync("aws", ["kinesis", .. arguments, "--endpoint-url", kinesis.Endpoint.ToString(), "--region", "us-east-1"]);
        await AwsAsync("put-record", "--stream-name", "cli", "--partition-key", "a", "--data", "aGVsbG8=");
        // As people take it from the printed JSON: in quotation marks.
        var iterator = (await AwsAsync("get-shard-iterator", "--stream-name", "cli", "--shard-id", "0", "--shard-iterator-type", "TRIM_HORIZON",
            "--query", "ShardIterator")).Trim();

        Assert.StartsWith("\"", iterator, StringComparison.Ordinal);
        Assert.Equal("\"a\"", (await AwsAsync("get-records", "--shard-iterator", iterator, "--query", "Records[0].PartitionKey")).Trim());
    }

    [Fact]
    public async Task A_consumer_with_leases_and_checkpoints_loses_nothing_through_two_reshards()
    {
        await using var kinesis = await StartAsync();
        await kinesis.CreateStreamAsync("kcl", 2);

        Assert.Equal("0 of the records put are missing; 20 keys, 0 records out of order",
            (await RunAsync("node", Script("kcl-like.cjs"), NodeModules, kinesis.Endpoint.ToString())).Trim());
        Assert.Equal(["2 to 4", "4 to 2"], kinesis.Reshards.Select(reshard => $"{reshard.From} to {reshard.To}"));
    }

    private static Task<LocalKinesis> StartAsync() => LocalKinesis.StartAsync(new LocalKinesisOptions
    {
        StateChangeDuration = TimeSpan.FromMilliseconds(50), SplitMergeDuration = TimeSpan.FromMilliseconds(50), EnforceLimits = false,
    });

    internal static string Script(string name) => Path.Combine(AppContext.BaseDirectory, "Clients", name);

    internal static string NodeModules
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Infra.sln")))
            {
                folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("No folder above the tests holds Infra.sln.");
            }

            return Path.Combine(folder, "node_modules");
        }
    }

    private static async Task<bool> HasAsync(string tool, params string[] arguments)
    {
        try
        {
            await RunAsync(tool, arguments);
            return true;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }

    internal static async Task<string> RunAsync(string tool, params string[] arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in ((string, string)[])[
            ("NODE_NO_WARNINGS", "1"), ("AWS_ACCESS_KEY_ID", "AKID"), ("AWS_SECRET_ACCESS_KEY", "secret"), ("AWS_PAGER", ""),
                ("AWS_EC2_METADATA_DISABLED", "true"), ("AWS_DEFAULT_OUTPUT", "json")])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var (said, error) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode == 0
            ? await said : throw new InvalidOperationException($"{tool} ended with {process.ExitCode}: {await error}{await said}");
    }
}
