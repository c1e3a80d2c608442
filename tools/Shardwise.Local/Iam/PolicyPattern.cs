using System.Text;

namespace Shardwise.Local.Iam;

/// <summary>
/// A text of a policy with <c>*</c> (any run of characters), <c>?</c> (one character) and policy variables (<c>${aws:PrincipalTag/team}</c>,
/// <c>${key, 'otherwise'}</c>, <c>${*}</c>). What a variable stands for is taken literally.
/// </summary>
internal sealed class PolicyPattern
{
    private const char Many = '\uE000';
    private const char One = '\uE001';

    private readonly string _text;
    private readonly bool _hasVariables;

    /// <param name="text">As it stands in the policy.</param>
    /// <param name="hasVariables">False for policies of the version of 2008, whose <c>${</c> means itself.</param>
    public PolicyPattern(string text, bool hasVariables = true)
    {
        _text = text;
        _hasVariables = hasVariables && text.Contains("${", StringComparison.Ordinal);
    }

    /// <summary>Whether a text is one that the pattern describes.</summary>
    public Truth Matches(string text, PolicyContext context, bool ignoreCase = false) =>
        Expand(context) is var (pattern, truth) && truth == Truth.Yes ? Of(IsMatch(pattern, text, ignoreCase)) : truth;

    /// <summary>
    /// Whether an ARN is one that the pattern describes: segment by segment, so that <c>*</c> does not run over a colon before the
    /// resource.
    /// </summary>
    public Truth MatchesArn(string arn, PolicyContext context)
    {
        var (pattern, truth) = Expand(context);
        if (truth != Truth.Yes)
        {
            return truth;
        }

        string[] wanted = pattern.Split(':', 6);
        string[] segments = arn.Split(':', 6);
        // What is cut short goes on with anything, if it ends so.
        bool isCut = wanted.Length < 6 && wanted[^1].EndsWith(Many);
        return Of((wanted.Length == segments.Length || (isCut && wanted.Length < segments.Length))
            && wanted.Zip(segments).All(pair => IsMatch(pair.First, pair.Second, ignoreCase: false)));
    }

    /// <summary>Whether a text is the pattern's, <c>*</c> and <c>?</c> being characters as any other.</summary>
    public Truth Equals(string text, PolicyContext context, bool ignoreCase = false) => Expand(context) is var (pattern, truth) && truth == Truth.Yes
        ? Of(string.Equals(pattern.Replace(Many, '*').Replace(One, '?'), text, ignoreCase ? StringComparison.OrdinalIgnoreCase
            : StringComparison.Ordinal))
        : truth;

    private static Truth Of(bool value) => value ? Truth.Yes : Truth.No;

    // No where a variable has no value: such a pattern matches nothing.
    private (string Pattern, Truth Truth) Expand(PolicyContext context)
    {
        var expanded = new StringBuilder(_text.Length + 32);
        for (int i = 0; i < _text.Length; i++)
        {
            int end = _hasVariables && _text[i] == '$' && i + 1 < _text.Length && _text[i + 1] == '{' ? _text.IndexOf('}', i) : -1;
            if (end < 0)
            {
                expanded.Append(_text[i] switch { '*' => Many, '?' => One, var other => other });
                continue;
            }

            var (value, truth) = Value(_text[(i + 2)..end], context);
            if (truth != Truth.Yes)
            {
                return ("", truth);
            }

            expanded.Append(value);
            i = end;
        }

        return (expanded.ToString(), Truth.Yes);
    }

    private static (string Value, Truth Truth) Value(string variable, PolicyContext context)
    {
        if (variable is "*" or "?" or "$")
        {
            return (variable, Truth.Yes);
        }

        string[] parts = variable.Split(',', 2);
        string? otherwise = parts.Length == 2 ? parts[1].Trim().Trim('\'') : null;
        return context.Find(parts[0].Trim()) switch
        {
            { IsKnown: false } => ("", Truth.Unknown),
            { Values: [var single] } => (single, Truth.Yes),
            _ => otherwise is null ? ("", Truth.No) : (otherwise, Truth.Yes),
        };
    }

    // Goes back to the last '*' only, which is enough: time is at most the product of the lengths.
    private static bool IsMatch(string pattern, string text, bool ignoreCase)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == Many)
            {
                (star, resume) = (p++, t);
            }
            else if (p < pattern.Length && (pattern[p] == One || IsSame(pattern[p], text[t], ignoreCase)))
            {
                (p, t) = (p + 1, t + 1);
            }
            else if (star >= 0)
            {
                (p, t) = (star + 1, ++resume);
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == Many)
        {
            p++;
        }

        return p == pattern.Length;
    }

    private static bool IsSame(char a, char b, bool ignoreCase) => a == b || (ignoreCase && char.ToUpperInvariant(a) == char.ToUpperInvariant(b));
}
