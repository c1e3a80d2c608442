using System.Globalization;
using System.Text.RegularExpressions;

namespace Amazon.Lambda.Core;

/// <summary>Fills the {Placeholders} of a message in their order.</summary>
internal static partial class LogMessage
{
    public static string Format(Exception exception, string message, object[] args) =>
        exception is null ? Format(message, args) : $"{Format(message, args)}{Environment.NewLine}{exception}";

    public static string Format(string message, object[] args)
    {
        var next = 0;
        return message is null || args is null
            ? message
            : Placeholder().Replace(
                message, hole => next < args.Length ? Convert.ToString(args[next++], CultureInfo.InvariantCulture) : hole.Value);
    }

    [GeneratedRegex(@"\{[^{}]+\}")]
    private static partial Regex Placeholder();
}
