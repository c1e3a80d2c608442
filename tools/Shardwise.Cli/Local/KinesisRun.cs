using System.Globalization;

namespace Shardwise.Cli.Local;

/// <summary><c>shardwise local</c> without a template: a local Kinesis in a process of its own, for any language.</summary>
internal static class KinesisRun
{
    private static readonly (string Property, string Option)[] OptionNames =
    [
        (nameof(LocalKinesisOptions.Port), "--port"), (nameof(LocalKinesisOptions.TlsPort), "--tls-port"),
        (nameof(LocalKinesisOptions.DataDirectory), "--data"), (nameof(LocalKinesisOptions.Region), "--region"),
    ];

    /// <summary>Runs one until it is stopped.</summary>
    /// <param name="arguments">What was asked for; streams that a data folder holds already stay as they are.</param>
    /// <param name="output">Gets the endpoint and the streams, a line each.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InputException">An option or a stream cannot be used.</exception>
    /// <exception cref="FailureException">It cannot start.</exception>
    public static async Task<int> RunAsync(LocalArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var (streams, options) = (StreamList.Parse(arguments.Streams), arguments.Options);
        // All of them before the first is made: what is refused leaves nothing behind, not even a folder.
        Check(streams, options);
        await using var kinesis = await StartAsync(options, cancellationToken).ConfigureAwait(false);
        foreach (var line in kinesis.Recovered)
        {
            await output.WriteLineAsync(line).ConfigureAwait(false);
        }

        foreach (var stream in streams.Where(stream => kinesis.Find(stream.Name) is null))
        {
            await kinesis.CreateStreamAsync(stream.Name, stream.Shards).ConfigureAwait(false);
        }

        await output.WriteLineAsync($"Kinesis answers at {kinesis.Endpoint}{(kinesis.TlsEndpoint is { } tls ? $" and {tls}" : "")}")
            .ConfigureAwait(false);
        foreach (var name in kinesis.StreamNames)
        {
            var shards = kinesis.Find(name)!.OpenShards;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"stream {name}: {shards} open shard{(shards == 1 ? "" : "s")}")).ConfigureAwait(false);
        }

        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(false);
        return ExitCode.Success;
    }

    private static async Task<LocalKinesis.LocalKinesis> StartAsync(LocalKinesisOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await LocalKinesis.LocalKinesis.StartAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            throw new InputException(InOptionsNames(exception.Message));
        }
        catch (LocalKinesisException exception)
        {
            throw new FailureException(exception.Message);
        }
    }

    // The library names its own options; whoever types a command knows the command's.
    private static string InOptionsNames(string message)
    {
        foreach (var (property, option) in OptionNames)
        {
            message = message.Replace($"{nameof(LocalKinesisOptions)}.{property} ", option + " ", StringComparison.Ordinal);
        }

        return message;
    }

    private static void Check(IReadOnlyList<StreamSpec> streams, LocalKinesisOptions options)
    {
        foreach (var stream in streams)
        {
            try
            {
                OptionChecks.CheckStream(stream.Name, stream.Shards, options);
            }
            catch (ArgumentException exception)
            {
                throw new InputException("--streams: " + exception.Message);
            }
        }
    }
}
