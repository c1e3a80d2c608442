using System.Text.RegularExpressions;

namespace Shardwise.Local;

/// <summary>
/// The rule of a composite alarm: <c>ALARM("a") AND NOT (OK(b) OR INSUFFICIENT_DATA(c))</c>, <c>TRUE</c>, <c>FALSE</c>. Alarms are named or
/// given by ARN.
/// </summary>
internal sealed partial class AlarmRule
{
    private readonly List<string> _tokens;
    private readonly Func<Func<string, string>, bool> _holds;
    private int _at;

    private AlarmRule(string text)
    {
        Text = text;
        _tokens = [.. Token().Matches(text).Select(match => match.Value)];
        _holds = Or();
        if (_at < _tokens.Count)
        {
            throw Wrong();
        }
    }

    public string Text { get; }

    /// <exception cref="FormatException">It is no rule.</exception>
    public static AlarmRule Parse(string text) => new(text);

    /// <param name="stateOf">The state of an alarm by its name.</param>
    public bool Holds(Func<string, string> stateOf) => _holds(stateOf);

    private Func<Func<string, string>, bool> Or()
    {
        var left = And();
        while (TryTake("OR"))
        {
            var (a, b) = (left, And());
            left = states => a(states) || b(states);
        }

        return left;
    }

    private Func<Func<string, string>, bool> And()
    {
        var left = Not();
        while (TryTake("AND"))
        {
            var (a, b) = (left, Not());
            left = states => a(states) && b(states);
        }

        return left;
    }

    private Func<Func<string, string>, bool> Not()
    {
        if (TryTake("NOT"))
        {
            var inner = Not();
            return states => !inner(states);
        }

        if (TryTake("("))
        {
            var inner = Or();
            return TryTake(")") ? inner : throw Wrong();
        }

        string word = Take().ToUpperInvariant();
        if (word is "TRUE" or "FALSE")
        {
            return _ => word == "TRUE";
        }

        if (word is not (AlarmState.Alarm or AlarmState.Ok or AlarmState.Insufficient) || !TryTake("("))
        {
            throw Wrong();
        }

        string named = Take().Trim('"', '\'');
        string name = named.Split(":alarm:")[^1];
        return TryTake(")") ? states => states(name) == word : throw Wrong();
    }

    private string Take() => _at < _tokens.Count ? _tokens[_at++] : throw Wrong();

    private bool TryTake(string token)
    {
        bool isNext = _at < _tokens.Count && _tokens[_at].Equals(token, StringComparison.OrdinalIgnoreCase);
        _at += isNext ? 1 : 0;
        return isNext;
    }

    private FormatException Wrong() => new($"the rule '{Text}' is not understood at '{(_at < _tokens.Count ? _tokens[_at] : "its end")}'");

    [GeneratedRegex("""\(|\)|"[^"]*"|'[^']*'|[^\s()]+""")]
    private static partial Regex Token();
}
