using System.Globalization;
using Shardwise.Constructs.Validation;

namespace Shardwise.App;

/// <summary>What of the reference stack can be chosen on the command line.</summary>
/// <remarks><c>cdk synth -c minShards=2 -c maxShards=16 -c retentionHours=24</c></remarks>
public sealed record ReferenceSettings
{
    /// <summary>The fewest shards of the click stream.</summary>
    /// <value>The default is 1.</value>
    public int MinShards { get; init; } = 1;

    /// <summary>The most shards of the click stream.</summary>
    /// <value>The default is 64.</value>
    public int MaxShards { get; init; } = 64;

    /// <summary>How many hours the click stream keeps its records.</summary>
    /// <value>The default is 168.</value>
    public int RetentionHours { get; init; } = 168;

    /// <summary>Reads the settings from the app's context, where they are numbers (cdk.json) or text (<c>-c</c>).</summary>
    /// <param name="context">Gives a context value by its key, or null.</param>
    /// <returns>The settings; ranges are the constructs' to check.</returns>
    /// <exception cref="InvalidPropsException">A value is no whole number.</exception>
    public static ReferenceSettings FromContext(Func<string, object?> context)
    {
        var defaults = new ReferenceSettings();
        return new ReferenceSettings
        {
            MinShards = Number(context, "minShards", defaults.MinShards),
            MaxShards = Number(context, "maxShards", defaults.MaxShards),
            RetentionHours = Number(context, "retentionHours", defaults.RetentionHours),
        };
    }

    private static int Number(Func<string, object?> context, string key, int defaultValue)
    {
        if (context(key) is not { } value)
            return defaultValue;
        var text = Convert.ToString(value, CultureInfo.InvariantCulture);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidPropsException($"The context value {key} is '{text}'; allowed: a whole number.");
    }
}
