using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Shardwise.Constructs.Tests.Monitoring;

/// <summary>What CloudWatch does with an alarm of a template: statistics over periods, metric maths, and so many of so many periods.</summary>
/// <param name="alarm">The alarm's properties.</param>
/// <param name="minutes">Each metric's samples, minute by minute, by its namespace and name; a minute without samples is empty.</param>
internal sealed partial class AlarmEvaluator(JsonNode alarm, Func<string, double[][]> minutes)
{
    /// <summary>Whether the alarm is on at the end of the samples.</summary>
    public bool IsOn()
    {
        var points = Datapoints();
        var periods = alarm["EvaluationPeriods"]!.GetValue<int>();
        var needed = alarm["DatapointsToAlarm"]?.GetValue<int>() ?? periods;
        var on = false;
        for (var end = periods; end <= points.Count; end++)
        {
            var window = points.Skip(end - periods).Take(periods).ToList();
            var breaching = window.Count(point => point is { } value ? Breaches(value) : Missing == "breaching");
            // Under "ignore" what is missing changes nothing: the alarm goes on or off by what is there, and stays as it was where that says neither.
            if (breaching >= needed)
                on = true;
            else if (Missing != "ignore" || window.Count(point => point is { } value && !Breaches(value)) > periods - needed)
                on = false;
        }

        return on;
    }

    private string Missing => (string?)alarm["TreatMissingData"] ?? "missing";

    private bool Breaches(double value)
    {
        var threshold = alarm["Threshold"]!.GetValue<double>();
        return (string)alarm["ComparisonOperator"]! switch
        {
            "GreaterThanOrEqualToThreshold" => value >= threshold,
            "GreaterThanThreshold" => value > threshold,
            "LessThanThreshold" => value < threshold,
            "LessThanOrEqualToThreshold" => value <= threshold,
            var other => throw new NotSupportedException(other),
        };
    }

    private List<double?> Datapoints()
    {
        if (alarm["Metrics"] is not JsonArray metrics)
            return Statistic(alarm, (string)alarm["Statistic"]!, alarm["Period"]!.GetValue<int>());
        var series = metrics.Where(metric => metric!["MetricStat"] is not null).ToDictionary(
            metric => (string)metric!["Id"]!,
            metric => Statistic(metric!["MetricStat"]!["Metric"]!, (string)metric["MetricStat"]!["Stat"]!,
                metric["MetricStat"]!["Period"]!.GetValue<int>()));
        var computed = Assert.Single(metrics, metric => metric!["Expression"] is not null)!;
        var expression = SynthesizedTemplate.Plain(computed["Expression"]!);
        // A query finds what the samples are of by itself.
        if (MetricQueries.Parse(expression) is { } query)
            return Statistic(
                new JsonObject { ["Namespace"] = query.Namespace, ["MetricName"] = query.Name }, "Maximum", computed["Period"]!.GetValue<int>());
        return [.. Enumerable.Range(0, series.Values.Min(points => points.Count))
            .Select(index => Maths(
                expression, (name, back) => index < back ? null : series[name][index - back], name => series.TryGetValue(name, out var points) && points.All(point => point is null)))];
    }

    private List<double?> Statistic(JsonNode metric, string statistic, int period) =>
        [.. minutes($"{metric["Namespace"]} {metric["MetricName"]}").Chunk(period / 60).Where(chunk => chunk.Length == period / 60)
            .Select(chunk => chunk.SelectMany(samples => samples).ToArray())
            .Select(samples => samples.Length == 0 ? (double?)null : statistic switch
            {
                "Sum" => samples.Sum(),
                "Average" => samples.Average(),
                "Maximum" => samples.Max(),
                "Minimum" => samples.Min(),
                _ => throw new NotSupportedException(statistic),
            })];

    // Sums, differences, products, quotients, comparisons and AND, DIFF of a metric, TIME_SERIES, FILL and IF: what is missing in any place is missing in
    // all, but where two time series are compared or joined by AND, of which one is there. FILL is not known to make anything of a metric that has no datapoint at all, so it does not.
    private static double? Maths(string expression, Func<string, int, double?> value, Predicate<string> isEmpty)
    {
        var tokens = new Queue<string>(Token().Matches(expression).Select(match => match.Value));
        var result = And();
        return tokens.Count == 0 ? result : throw new NotSupportedException($"{expression}: '{tokens.Peek()}'");

        double? And()
        {
            var left = Comparison();
            while (tokens.TryPeek(out var word) && word == "AND")
            {
                tokens.Dequeue();
                var right = Comparison();
                left = (left ?? right) is null ? null : (left ?? 0) != 0 && (right ?? 0) != 0 ? 1 : 0;
            }

            return left;
        }

        double? Comparison()
        {
            var isNumber = IsNumber();
            var left = Sum();
            if (!tokens.TryPeek(out var sign) || sign is not (">" or "=="))
                return left;
            tokens.Dequeue();
            isNumber |= IsNumber();
            var right = Sum();
            return (left ?? right) is null || (isNumber && (left is null || right is null)) ? null : (sign == ">" ? (left ?? 0) > (right ?? 0) : (left ?? 0) == (right ?? 0)) ? 1 : 0;
        }

        bool IsNumber() => double.TryParse(tokens.Peek(), CultureInfo.InvariantCulture, out _);

        double? Sum()
        {
            var left = Product();
            while (tokens.TryPeek(out var sign) && sign is "+" or "-")
                left = tokens.Dequeue() == "+" ? left + Product() : left - Product();
            return left;
        }

        double? Product()
        {
            var left = Atom();
            while (tokens.TryPeek(out var sign) && sign is "*" or "/")
                left = tokens.Dequeue() == "*" ? left * Atom() : left / Atom();
            return left;
        }

        double? Atom()
        {
            var token = tokens.Dequeue();
            if (token == "(")
            {
                var inner = And();
                Assert.Equal(")", tokens.Dequeue());
                return inner;
            }

            if (token is "FILL" or "IF" or "TIME_SERIES")
            {
                var filled = tokens.ElementAt(1);
                var arguments = Arguments();
                return token == "TIME_SERIES" ? arguments[0]
                    : token == "FILL" ? arguments[0] ?? (isEmpty(filled) ? null : arguments[1])
                    : arguments[0] is { } condition ? arguments[condition != 0 ? 1 : 2] : null;
            }

            if (token == "DIFF")
            {
                Assert.Equal("(", tokens.Dequeue());
                var counted = tokens.Dequeue();
                Assert.Equal(")", tokens.Dequeue());
                return value(counted, 0) - value(counted, 1);
            }

            return double.TryParse(token, CultureInfo.InvariantCulture, out var number) ? number : value(token, 0);
        }

        List<double?> Arguments()
        {
            Assert.Equal("(", tokens.Dequeue());
            var arguments = new List<double?> { And() };
            while (tokens.Dequeue() is var next && next != ")")
            {
                Assert.Equal(",", next);
                arguments.Add(And());
            }

            return arguments;
        }
    }

    [GeneratedRegex(@"[A-Za-z_]\w*|[0-9.]+|==|[-+*/(),>]")]
    private static partial Regex Token();
}
