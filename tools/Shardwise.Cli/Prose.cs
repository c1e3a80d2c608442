using Spectre.Console;

namespace Shardwise.Cli;

/// <summary>Sentences on a terminal: broken between words. Elsewhere each stays one line, for whoever searches it.</summary>
internal static class Prose
{
    /// <summary>Writes a sentence.</summary>
    public static void WriteProse(this IAnsiConsole console, string text)
    {
        var lines = console.Profile.Capabilities.Interactive ? Wrap(text, console.Profile.Width) : [text];
        foreach (var line in lines)
            console.Profile.Out.Writer.WriteLine(line);
    }

    /// <summary>Breaks a text into lines of so many letters at most; a word that is longer is broken too.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        while (text.Length > width)
        {
            var cut = text.LastIndexOf(' ', width) is > 0 and var space ? space : width;
            yield return text[..cut];
            text = text[cut..].TrimStart();
        }

        yield return text;
    }
}
