using System.Globalization;

namespace Shardwise.Cli.Local;

/// <summary>What <c>shardwise local</c> was asked for.</summary>
/// <param name="Streams">The list of streams, as it was typed; empty for none.</param>
/// <param name="Options">How it runs.</param>
internal sealed record LocalArguments(string Streams, LocalKinesisOptions Options)
{
    /// <summary>Where it answers unless told otherwise: 4567, as other local Kinesis services do.</summary>
    public const int DefaultPort = 4567;

    /// <summary>The region of the streams that it makes unless told otherwise.</summary>
    public const string DefaultRegion = "us-east-1";

    /// <summary>
    /// Reads a command line in the form that nearly all have: each option once and spelt out, its value after it. <see langword="null"/> for every
    /// other, whatever is right or wrong with it: that is the parser's to say.
    /// </summary>
    public static LocalArguments? TryRead(string[] arguments)
    {
        if (arguments is not ["local", ..])
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 1; i < arguments.Length; i++)
        {
            var isFlag = arguments[i] == "--no-limits";
            if (!isFlag && arguments[i] is not ("--streams" or "--port" or "--tls-port" or "--data" or "--region"))
                return null;
            // A value that begins like an option, or a file of them, may be meant as such.
            if (!isFlag && (i + 1 == arguments.Length || arguments[i + 1] is "" or ['-' or '@', ..]))
                return null;
            if (!values.TryAdd(arguments[i], isFlag ? "" : arguments[i + 1]))
                return null;
            i += isFlag ? 0 : 1;
        }

        // Without streams it may be a CDK app that is to run.
        return values.ContainsKey("--streams") && Number(values, "--port", DefaultPort, out var port)
            && Number(values, "--tls-port", null, out var tlsPort)
            ? new LocalArguments(values.GetValueOrDefault("--streams", ""), new LocalKinesisOptions
            {
                Port = port!.Value, TlsPort = tlsPort, DataDirectory = values.GetValueOrDefault("--data"),
                Region = values.GetValueOrDefault("--region", DefaultRegion),
                EnforceLimits = !values.ContainsKey("--no-limits"),
            })
            : null;
    }

    private static bool Number(Dictionary<string, string> values, string name, int? otherwise, out int? number)
    {
        number = otherwise;
        if (!values.TryGetValue(name, out var text))
            return true;
        var isNumber = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var found);
        number = found;
        return isNumber;
    }
}
