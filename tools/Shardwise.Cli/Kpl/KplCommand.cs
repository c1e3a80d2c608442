using System.CommandLine;
using Shardwise.Kpl;

namespace Shardwise.Cli.Kpl;

/// <summary><c>shardwise kpl decode</c> and <c>encode</c>: look inside a KPL aggregated record, and make one.</summary>
public static class KplCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create() => new("kpl", "Take KPL aggregated records apart, and put them together.") { CreateDecode(), CreateEncode() };

    private static Command CreateDecode()
    {
        var file = new Argument<string>("FILE") { Description = "a Kinesis record's data; - for standard input" };
        var base64 = new Option<bool>("--base64") { Description = "the input is base64 text" };
        var command = new Command("decode", "Write a line of JSON a user record, as tail does; the status goes to standard error.") { file, base64 };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(file);
            var input = await ReadAsync(name, cancellationToken).ConfigureAwait(false);
            var payload = parsed.GetValue(base64) ? KplDecoder.FromBase64(input, InputFile.Called(name)) : input;
            var status = KplDecoder.Decode(payload, parsed.InvocationConfiguration.Output);
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"status: {status}").ConfigureAwait(false);
            return status is PayloadStatus.Plain or PayloadStatus.Aggregated ? ExitCode.Success : ExitCode.BadInput;
        });
        return command;
    }

    private static Command CreateEncode()
    {
        var file = new Argument<string>("FILE") { Description = "lines of JSON as decode and tail write them; - for standard input" };
        var output = new Option<string>("--out") { Description = "the file to write; - for standard output", HelpName = "FILE", Required = true };
        var command = new Command("encode", "Write the aggregated record that holds the user records of a file.") { file, output };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetRequiredValue(file);
            var input = await ReadAsync(name, cancellationToken).ConfigureAwait(false);
            using var lines = new StreamReader(new MemoryStream(input));
            var payload = KplEncoder.Encode(lines, InputFile.Called(name));
            await WriteAsync(parsed.GetRequiredValue(output), payload, cancellationToken).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<byte[]> ReadAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            using var bytes = new MemoryStream();
            await using var input = InputFile.Open(name);
            await input.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
            return bytes.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"the file {name} does not exist", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{InputFile.Called(name)} cannot be read", exception);
        }
    }

    private static async Task WriteAsync(string path, byte[] payload, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = path == InputFile.Hyphen ? Console.OpenStandardOutput() : File.Create(path);
            await file.WriteAsync(payload, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path} cannot be written", exception);
        }
    }
}
