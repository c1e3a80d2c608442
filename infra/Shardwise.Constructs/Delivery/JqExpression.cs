using System.Text.RegularExpressions;

namespace Shardwise.Constructs.Delivery;

/// <summary>
/// What can be seen of a jq 1.6 expression without compiling it: that what is opened is closed, and that it says something. What is found here jq
/// refuses for certain; what is not found it may refuse yet.
/// </summary>
internal sealed partial class JqExpression
{
    private readonly string text;
    private readonly Stack<Opened> open = new();
    private int at;
    private bool empty = true;

    private JqExpression(string text) => this.text = text;

    /// <summary>What is wrong with it, as what would be allowed instead; null where nothing is.</summary>
    public static string? Problem(string text) => new JqExpression(text).Scan();

    private string? Scan()
    {
        while (at < text.Length)
        {
            if (Next() is { } problem)
                return problem;
        }

        if (open.Count > 0)
            return open.Peek().Expects();
        return empty ? "an expression" : null;
    }

    private string? Next()
    {
        var inString = open.TryPeek(out var top) && top.Kind == Kind.Text;
        return inString ? InText() : InCode();
    }

    // A string ends at its quotation mark; an interpolation in it is code again, up to its parenthesis.
    private string? InText()
    {
        var c = text[at++];
        if (c == '"')
            open.Pop();
        else if (c == '\\' && at < text.Length)
        {
            if (text[at++] == '(')
                open.Push(new Opened(Kind.Parenthesis));
        }

        return null;
    }

    private string? InCode()
    {
        var token = Token().Match(text, at);
        at += token.Length;
        empty &= token.Groups["blank"].Success;
        var c = token.Value[0];
        if (token.Groups["word"].Success)
            return Word(token.Value);
        return c switch
        {
            '"' => Open(Kind.Text),
            '(' => Open(Kind.Parenthesis),
            '[' => Open(Kind.Bracket),
            '{' => Open(Kind.Brace),
            ')' => Close(Kind.Parenthesis, c),
            ']' => Close(Kind.Bracket, c),
            '}' => Close(Kind.Brace, c),
            _ => null,
        };
    }

    // In an object a keyword may be a key: what is a conditional there and what is not is left to jq.
    private string? Word(string word) => open.Any(each => each.Kind == Kind.Brace)
        ? null
        : word switch
        {
            "if" => Open(Kind.If),
            "then" => Advance(Kind.If, Kind.Then, word),
            "elif" => Advance(Kind.Then, Kind.If, word),
            "else" => Advance(Kind.Then, Kind.Else, word),
            "end" => Close(Kind.Else, word),
            _ => null,
        };

    private string? Open(Kind kind)
    {
        open.Push(new Opened(kind));
        return null;
    }

    private string? Advance(Kind from, Kind to, string word)
    {
        if (!open.TryPeek(out var top) || top.Kind != from)
            return top?.Expects() ?? $"no '{word}' without what it belongs to";
        open.Pop();
        return Open(to);
    }

    private string? Close(Kind kind, object closing)
    {
        if (!open.TryPeek(out var top))
            return $"no '{closing}' without what it closes";
        if (top.Kind != kind)
            return top.Expects();
        open.Pop();
        return null;
    }

    // As jq's own lexer parts it: what is a field (.if), a variable ($if), a format (@if) or of a module (a::if) is no keyword; a number may stand
    // right before one (1else), and so may two dots.
    [GeneratedRegex(
        @"\G(?:(?<blank>\s+|\#[^\n]*)|(?<word>(?:[a-zA-Z_]\w*::)*[a-zA-Z_]\w*)|[.$][a-zA-Z_]\w*|@\w+|\.\."
        + @"|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[\s\S])",
        RegexOptions.ECMAScript)]
    private static partial Regex Token();

    private enum Kind
    {
        Text,
        Parenthesis,
        Bracket,
        Brace,
        If,
        Then,
        Else,
    }

    private sealed record Opened(Kind Kind)
    {
        public string Expects() => Kind switch
        {
            Kind.Text => "a '\"' that ends the text",
            Kind.Parenthesis => "a ')' for each '('",
            Kind.Bracket => "a ']' for each '['",
            Kind.Brace => "a '}' for each '{'",
            Kind.If => "a 'then' for each 'if'",
            Kind.Then => "an 'else' for each 'if', which jq 1.6 does not do without",
            _ => "an 'end' for each 'if'",
        };
    }
}
