using System.IO.Compression;
using System.Threading.Channels;
using Shardwise.Local.Functions;

namespace Shardwise.Local.Tests.Runtime;

public sealed class LanguageTests(FunctionFixture functions) : IClassFixture<FunctionFixture>
{
    [Theory]
    [InlineData("index.mjs", "export const handle = async (event, context) => { console.log('got ' + event.name); return { hello: event.name, id: context.awsRequestId.length, left: context.getRemainingTimeInMillis() > 0 }; };")]
    [InlineData("index.js", "exports.handle = (event, context, done) => { console.log('got ' + event.name); done(null, { hello: event.name, id: context.awsRequestId.length, left: true }); };")]
    public async Task A_Node_function_gets_its_event_and_context_and_its_lines_are_heard(string file, string code)
    {
        var lines = Channel.CreateUnbounded<string>();
        var function = await functions.WriteAsync("nodejs22.x", "index.handle", file, code, line => lines.Writer.TryWrite(line.Text));

        Assert.Equal("""{"hello":"Ann","id":36,"left":true}""", await FunctionFixture.AnswerAsync(function, new { name = "Ann" }));
        Assert.Equal("got Ann", await lines.Reader.ReadAsync().AsTask().WaitAsync(FunctionFixture.Patience));
    }

    [Fact]
    public async Task A_Python_function_gets_its_event_and_context_and_its_lines_are_heard()
    {
        var lines = Channel.CreateUnbounded<string>();
        var function = await functions.WriteAsync(
            "python3.13",
            "index.handle",
            "index.py",
            """
            import os
            def handle(event, context):
                print("got", event["name"])
                return {"hello": event["name"], "setting": os.environ["SETTING"], "left": context.get_remaining_time_in_millis() > 0, "id": len(context.aws_request_id)}
            """,
            line => lines.Writer.TryWrite(line.Text));

        Assert.Equal("""{"hello": "Ann", "setting": "from the template", "left": true, "id": 36}""", await FunctionFixture.AnswerAsync(function, new { name = "Ann" }));
        Assert.Equal("got Ann", await lines.Reader.ReadAsync().AsTask().WaitAsync(FunctionFixture.Patience));
    }

    [Fact]
    public async Task A_functions_layers_are_in_its_paths_the_later_over_the_earlier()
    {
        using var made = new TemporaryDirectory();
        string Write(string layer, string file, string text)
        {
            string path = Path.Combine(made.Path, layer, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return Path.Combine(made.Path, layer);
        }

        string first = Write("first", "python/shared.py", "name = 'first'");
        Write("first", "nodejs/node_modules/shared/index.js", "module.exports = 'first';");
        string second = Write("second", "python/shared.py", "name = 'second'");
        string packed = Path.Combine(made.Path, "second.zip");
        ZipFile.CreateFromDirectory(second, packed);

        var python = await functions.WriteAsync("python3.13", "index.handle", "index.py", "import shared\ndef handle(event, context):\n    return shared.name\n", layers: [first, packed]);
        var node = await functions.WriteAsync("nodejs22.x", "index.handle", "index.js", "const shared = require('shared'); exports.handle = async () => shared;", layers: [first, packed]);

        Assert.Equal("\"second\"", await FunctionFixture.AnswerAsync(python, 1));
        Assert.Equal("\"first\"", await FunctionFixture.AnswerAsync(node, 1));
    }

    [Fact]
    public async Task A_bootstrap_is_run_as_it_is()
    {
        var function = await functions.WriteAsync(
            "provided.al2023",
            "any",
            "bootstrap",
            """
            #!/bin/sh
            api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
            while curl -sS -f -o event -D headers "$api/next"; do
              id=$(sed -n 's/^[Ll]ambda-[Rr]untime-[Aa]ws-[Rr]equest-[Ii]d: *//p' headers | tr -d '\r')
              curl -sS --data-binary @event "$api/$id/response" > answer
            done
            """);

        Assert.Equal("""{"name":"Ann"}""", await FunctionFixture.AnswerAsync(function, new { name = "Ann" }));
    }

    [Theory]
    [InlineData("nodejs22.x", "index.mjs", "export const handle = () => { throw new TypeError('no'); };", "TypeError: no")]
    [InlineData("python3.13", "index.py", "def handle(event, context):\n    raise KeyError('no')\n", "KeyError: 'no'")]
    public async Task An_error_is_told_by_its_type_and_message_and_the_function_goes_on(string runtime, string file, string code, string error)
    {
        var function = await functions.WriteAsync(runtime, "index.handle", file, code);

        Assert.Equal(error, await FunctionFixture.AnswerAsync(function, 1));
        Assert.Equal(error, await FunctionFixture.AnswerAsync(function, 2));
        Assert.Equal(0, function.Restarts);
    }

    [Theory]
    [InlineData("nodejs22.x", "index.mjs", "export const other = 1;", "Runtime.HandlerNotFound: index.handle is undefined or not exported")]
    [InlineData("nodejs22.x", "other.mjs", "", "Runtime.ImportModuleError: Cannot find module 'index' in '")]
    [InlineData("python3.13", "index.py", "other = 1", "Runtime.HandlerNotFound: module 'index' has no attribute 'handle'")]
    [InlineData("python3.13", "index.py", "import nothing_like_it", "Runtime.ImportModuleError: No module named 'nothing_like_it'")]
    public async Task A_function_that_cannot_be_loaded_is_one_clear_line(string runtime, string file, string code, string error)
    {
        var exception = await Assert.ThrowsAsync<LocalPipelineException>(() => functions.WriteAsync(runtime, "index.handle", file, code));

        Assert.Contains($": it cannot be initialized: {error}", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(183, "its bootstrap is for arm64, and this machine is x86_64")]
    [InlineData(62, null)]
    public void A_bootstrap_for_another_processor_is_said_not_to_run(byte machine, string? problem)
    {
        using var folder = new TemporaryDirectory();
        byte[] header = new byte[64];
        "\u007fELF"u8.CopyTo(header);
        header[18] = machine;
        File.WriteAllBytes(Path.Combine(folder.Path, "bootstrap"), header);

        if (System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64)
        {
            Assert.Equal(problem, FunctionLanguage.BootstrapProblem(folder.Path));
        }
    }
}
