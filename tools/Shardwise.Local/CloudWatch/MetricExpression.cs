using System.Globalization;

namespace Shardwise.Local;

/// <summary>An expression of metric math, parsed: numbers, ids of queries, operators and functions.</summary>
internal sealed class MetricExpression
{
    private readonly string _text;
    private int _at;

    private MetricExpression(string text) => _text = text;

    /// <summary>Evaluates an expression.</summary>
    /// <param name="text">Such as <c>100 * (incoming / 300) / limit</c>.</param>
    /// <param name="scope">What ids and functions mean.</param>
    /// <exception cref="AwsError">It is none, or has what is not served here.</exception>
    public static MetricValue Evaluate(string text, MetricScope scope)
    {
        if (text.TrimStart().StartsWith("SELECT ", StringComparison.OrdinalIgnoreCase)
            || text.Contains("SEARCH(", StringComparison.OrdinalIgnoreCase))
        {
            throw AwsError.Validation($"The expression '{text}' is not served locally: SEARCH and Metrics Insights need CloudWatch itself.");
        }

        var parser = new MetricExpression(text);
        var value = parser.Or(scope);
        return parser.Peek() == '\0' ? value : throw parser.Wrong();
    }

    private MetricValue Or(MetricScope scope)
    {
        var value = And(scope);
        while (TryTake("||") || TryTakeWord("OR"))
        {
            value = MetricValue.Join(value, And(scope), (a, b) => a != 0 || b != 0 ? 1 : 0);
        }

        return value;
    }

    private MetricValue And(MetricScope scope)
    {
        var value = Comparison(scope);
        while (TryTake("&&") || TryTakeWord("AND"))
        {
            value = MetricValue.Join(value, Comparison(scope), (a, b) => a != 0 && b != 0 ? 1 : 0);
        }

        return value;
    }

    private MetricValue Comparison(MetricScope scope)
    {
        var value = Sum(scope);
        (string Sign, Func<double, double, bool> Holds)[] comparisons =
            [("<=", (a, b) => a <= b), (">=", (a, b) => a >= b), ("==", (a, b) => a == b), ("!=", (a, b) => a != b), ("<", (a, b) => a < b),
                (">", (a, b) => a > b)];
        foreach (var (sign, holds) in comparisons)
        {
            if (TryTake(sign))
            {
                return MetricValue.Join(value, Sum(scope), (a, b) => holds(a, b) ? 1 : 0);
            }
        }

        return value;
    }

    private MetricValue Sum(MetricScope scope)
    {
        var value = Product(scope);
        while (true)
        {
            if (TryTake("+"))
            {
                value = MetricValue.Join(value, Product(scope), (a, b) => a + b);
            }
            else if (TryTake("-"))
            {
                value = MetricValue.Join(value, Product(scope), (a, b) => a - b);
            }
            else
            {
                return value;
            }
        }
    }

    private MetricValue Product(MetricScope scope)
    {
        var value = Power(scope);
        while (true)
        {
            if (TryTake("*"))
            {
                value = MetricValue.Join(value, Power(scope), (a, b) => a * b);
            }
            else if (TryTake("/"))
            {
                value = MetricValue.Join(value, Power(scope), (a, b) => b == 0 ? double.NaN : a / b);
            }
            else
            {
                return value;
            }
        }
    }

    private MetricValue Power(MetricScope scope)
    {
        var value = Unary(scope);
        return TryTake("^") ? MetricValue.Join(value, Power(scope), Math.Pow) : value;
    }

    private MetricValue Unary(MetricScope scope) => TryTake("-") ? Unary(scope).Map(value => -value) : Primary(scope);

    private MetricValue Primary(MetricScope scope)
    {
        if (TryTake("("))
        {
            var value = Or(scope);
            return TryTake(")") ? value : throw Wrong();
        }

        if (TryTake("["))
        {
            var items = Arguments(scope, ']');
            return new MetricValue { Series = [.. items.SelectMany(item => item.Series)] };
        }

        return char.IsAsciiDigit(Peek()) || Peek() == '.' ? Number() : Name(scope);
    }

    private MetricValue Number()
    {
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.' || (_text[_at] is 'e' or 'E' && _at > start)))
        {
            _at++;
        }

        return double.TryParse(_text.AsSpan(start, _at - start), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? MetricValue.Of(number) : throw Wrong();
    }

    private MetricValue Name(MetricScope scope)
    {
        string name = Word();
        if (name.Length == 0)
        {
            throw Wrong();
        }

        if (!TryTake("("))
        {
            return name is "REPEAT" or "LINEAR" ? new MetricValue { Number = name == "REPEAT" ? MetricScope.Repeat : MetricScope.Linear }
                : scope.Query(name);
        }

        // The ids of PERIOD and the text of METRICS are no values.
        if (name.ToUpperInvariant() is "PERIOD" or "METRICS")
        {
            string argument = Word().Trim('"', '\'');
            return TryTake(")") ? name.Equals("PERIOD", StringComparison.OrdinalIgnoreCase) ? scope.Period(argument) : scope.Metrics(argument)
                : throw Wrong();
        }

        return scope.Call(name.ToUpperInvariant(), Arguments(scope, ')'));
    }

    private List<MetricValue> Arguments(MetricScope scope, char end)
    {
        var arguments = new List<MetricValue>();
        if (TryTake(end.ToString()))
        {
            return arguments;
        }

        do
        {
            arguments.Add(Or(scope));
        }
        while (TryTake(","));
        return TryTake(end.ToString()) ? arguments : throw Wrong();
    }

    private string Word()
    {
        Peek();
        int start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '"' or '\''))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private char Peek()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool TryTake(string sign)
    {
        Peek();
        if (string.CompareOrdinal(_text, _at, sign, 0, sign.Length) != 0)
        {
            return false;
        }

        _at += sign.Length;
        return true;
    }

    private bool TryTakeWord(string word)
    {
        Peek();
        int before = _at;
        if (Word().Equals(word, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        _at = before;
        return false;
    }

    private AwsError Wrong() => AwsError.Validation(string.Create(
        CultureInfo.InvariantCulture, $"Error in expression '{_text}': not understood at character {_at + 1}."));
}
