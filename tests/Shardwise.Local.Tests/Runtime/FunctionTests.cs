using System.Diagnostics;
using System.Threading.Channels;

namespace Shardwise.Local.Tests.Runtime;

public sealed class FunctionTests(FunctionFixture functions) : IClassFixture<FunctionFixture>
{
    [Theory]
    [InlineData("Shapes::Upper", "abc", "\"ABC\"")]
    [InlineData("Shapes::UpperLater", "abc", "\"ABC\"")]
    [InlineData("Shapes::Length", "abc", "3")]
    [InlineData("Shapes::Copy", "abc", "\"abc\"")]
    [InlineData("Shapes::Nothing", "abc", "")]
    public async Task Handlers_of_every_shape_are_called(string handler, string input, string answer)
    {
        var function = await functions.StartAsync(handler);

        Assert.Equal(answer, await FunctionFixture.AnswerAsync(function, input));
        Assert.Equal((1, 0, 0), (function.Invocations, function.Errors, function.InFlight));
    }

    [Fact]
    public async Task The_context_tells_function_memory_version_and_remaining_time()
    {
        var function = await functions.StartAsync("Shapes::About");

        Assert.Equal(
            $"\"{function.Definition.Name} 256 $LATEST {function.Definition.Arn} True 36\"",
            await FunctionFixture.AnswerAsync(function, null));
    }

    [Fact]
    public async Task The_environment_is_the_template_s_and_Lambda_s_and_nothing_of_the_user_s()
    {
        var function = await functions.StartAsync("Shapes::Variable");

        Assert.Equal("\"from the template\"", await FunctionFixture.AnswerAsync(function, "SETTING"));
        Assert.Equal("\"us-east-1\"", await FunctionFixture.AnswerAsync(function, "AWS_REGION"));
        Assert.Equal("\"LOCALACCESSKEYID\"", await FunctionFixture.AnswerAsync(function, "AWS_ACCESS_KEY_ID"));
        Assert.Matches("^\"http://127.0.0.1:[0-9]+\"$", await FunctionFixture.AnswerAsync(function, "AWS_ENDPOINT_URL_KINESIS"));
        Assert.Equal("\"(unset)\"", await FunctionFixture.AnswerAsync(function, "USER"));
    }

    [Fact]
    public async Task An_exception_comes_back_as_its_type_and_message_and_the_process_goes_on()
    {
        var function = await functions.StartAsync("Shapes::Fails");
        int? process = function.ProcessId;

        Assert.Equal("InvalidOperationException: no luck", await FunctionFixture.AnswerAsync(function, "luck"));
        Assert.Equal((1, process, 0), (function.Errors, function.ProcessId, function.Restarts));
    }

    [Fact]
    public async Task A_process_that_ends_fails_its_invocation_and_is_started_again()
    {
        var function = await functions.StartAsync("Shapes::Exits");

        Assert.Matches("^Runtime.ExitError: RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 7$", await FunctionFixture.AnswerAsync(function, 7));
        Assert.Matches("exit status 3$", await FunctionFixture.AnswerAsync(function, 3));
        Assert.InRange(function.Restarts, 1, 2);
    }

    [Fact]
    public async Task A_process_that_is_killed_fails_its_invocation_with_the_signal()
    {
        var function = await functions.StartAsync("Shapes::Sleeps");
        var invocation = FunctionFixture.AnswerAsync(function, 60_000);
        while (function.InFlight == 0)
        {
            await Task.Yield();
        }

        function.Kill();

        Assert.EndsWith("Runtime exited with error: signal 9", await invocation, StringComparison.Ordinal);
        Assert.Equal("", await FunctionFixture.AnswerAsync(function, 0));
    }

    [Fact]
    public async Task A_timeout_kills_the_process_and_says_so_as_Lambda_does()
    {
        var words = Channel.CreateUnbounded<string>();
        var function = await functions.StartAsync("Shapes::Sleeps", TimeSpan.FromSeconds(1), line => words.Writer.TryWrite($"{line.Source} {line.Text}"));

        Assert.Matches("^Sandbox.Timedout: RequestId: [0-9a-f-]{36} Error: Task timed out after 1.00 seconds$", await FunctionFixture.AnswerAsync(function, 60_000));
        Assert.Matches("^Platform [0-9a-f-]{36} Task timed out after 1.00 seconds$", await words.Reader.ReadAsync());
        Assert.Equal("Platform its process ended with exit code 137; started again", await words.Reader.ReadAsync().AsTask().WaitAsync(FunctionFixture.Patience));
    }

    [Fact]
    public async Task Lines_of_a_function_are_heard()
    {
        var lines = Channel.CreateUnbounded<FunctionLogLine>();
        var function = await functions.StartAsync("Shapes::Nothing", null, line => lines.Writer.TryWrite(line));

        await FunctionFixture.AnswerAsync(function, "abc");

        var line = await lines.Reader.ReadAsync().AsTask().WaitAsync(FunctionFixture.Patience);
        Assert.Equal(new FunctionLogLine(function.Definition.LogicalId, function.Definition.Name, FunctionLogSource.Output, "got abc"), line with { RequestId = null });
        Assert.Matches("^[0-9a-f-]{36}$", line.RequestId);
        Assert.Equal("got abc", function.LastLogLine);
    }

    [Fact]
    public async Task As_many_processes_run_as_are_busy_up_to_the_concurrency()
    {
        var function = await functions.StartAsync("Shapes::Sleeps");
        function.Concurrency = 3;

        await FunctionFixture.AnswerAsync(function, 0);
        Assert.Single(function.ProcessIds);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => FunctionFixture.AnswerAsync(function, 300)));

        Assert.Equal(3, function.ProcessIds.Distinct().Count());
        Assert.Equal((13, 0, 0), (function.Invocations, function.Errors, function.Restarts));
        Assert.InRange(function.Statistics.Durations().Longest, 300, 60_000);
    }

    [Fact]
    public async Task A_function_whose_code_changed_is_started_again_between_two_events()
    {
        var function = await functions.StartAsync("Shapes::Sleeps");
        int first = function.ProcessId!.Value;
        var running = FunctionFixture.AnswerAsync(function, 500);
        while (function.InFlight == 0)
        {
            await Task.Yield();
        }

        function.Renew();

        Assert.Equal("", await running);
        Assert.Equal("", await FunctionFixture.AnswerAsync(function, 0));
        Assert.NotEqual(first, function.ProcessId);
        Assert.Equal((2, 0, 0), (function.Invocations, function.Errors, function.Restarts));
    }

    [Fact]
    public async Task A_disposed_function_leaves_no_process()
    {
        var function = await functions.StartAsync("Shapes::Upper");
        using var process = Process.GetProcessById(function.ProcessId!.Value);

        await function.DisposeAsync();

        Assert.True(process.WaitForExit(FunctionFixture.Patience));
        Assert.Null(function.ProcessId);
    }

    [Theory]
    [InlineData("Nowhere::A::B", "handler 'Nowhere::A::B': there is no assembly 'Nowhere.dll' in '{0}'")]
    [InlineData("Shardwise.Local.TestFunctions::Nobody::B", "handler 'Shardwise.Local.TestFunctions::Nobody::B': the assembly has no type 'Nobody'")]
    [InlineData("Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::B", "handler 'Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::B': the type has no method 'B'")]
    [InlineData("Shardwise.Local.TestFunctions::B", "handler 'Shardwise.Local.TestFunctions::B': it is Assembly::Namespace.Type::Method")]
    [InlineData("Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Shapes::Two", "handler method Shardwise.Local.TestFunctions.Shapes.Two: it takes 2 parameters; allowed are (), (input), (ILambdaContext) and (input, ILambdaContext)")]
    public async Task A_handler_that_is_none_is_one_clear_line(string handler, string message)
    {
        var function = functions.Make($"f{Guid.NewGuid():n}"[..12], handler);

        var exception = await Assert.ThrowsAsync<LocalPipelineException>(() => function.StartAsync(CancellationToken.None).WaitAsync(FunctionFixture.Patience));

        Assert.Equal(
            $"function {function.Definition.LogicalId}: it cannot be initialized: Runtime.InvalidHandler: {string.Format(null, message, BuiltFiles.TestFunctions)}",
            exception.Message);
    }

    [Fact]
    public async Task A_constructor_that_throws_is_told_with_its_own_message()
    {
        var function = functions.Make("broken", "Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.BrokenStart::Handle");

        var exception = await Assert.ThrowsAsync<LocalPipelineException>(() => function.StartAsync(CancellationToken.None).WaitAsync(FunctionFixture.Patience));

        Assert.Equal("function Logicalbroken: it cannot be initialized: InvalidOperationException: SETTING is not set", exception.Message);
    }
}
