using System.Globalization;
using Amazon.CDK;

namespace Shardwise.Constructs.Validation;

/// <summary>Gathers the violations of one set of properties, and throws them together.</summary>
internal sealed class PropsCheck(string subject)
{
    private readonly List<string> violations = [];

    public PropsCheck Require(bool allowed, string property, string value, string allowedText)
    {
        if (!allowed)
            violations.Add($"{property} is {value}; allowed: {allowedText}.");
        return this;
    }

    public PropsCheck Whole(string property, double value, int min, int max) =>
        Require(
            IsToken(value) || (value >= min && value <= max && double.IsInteger(value)),
            property, Number(value), $"a whole number from {Number(min)} to {Number(max)}");

    public PropsCheck Fraction(string property, double value, double min, double max) =>
        Require(value >= min && value <= max, property, Number(value), $"{Number(min)} to {Number(max)}");

    /// <param name="property">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="min">The least allowed.</param>
    /// <param name="max">The most allowed.</param>
    /// <param name="unit">What the service counts it in: the value must be a whole number of these, and the message speaks in them.</param>
    /// <param name="why">Where the bound comes from, when it is not the service's own.</param>
    public PropsCheck Duration(string property, TimeSpan value, TimeSpan min, TimeSpan max, DurationUnit unit, string why = "") =>
        Require(
            value >= min && value <= max && value.Ticks % unit.Span.Ticks == 0,
            property, unit.Text(value), $"whole {unit.Name}, from {unit.Text(min)} to {unit.Text(max)}{why}");

    public void ThrowIfAny()
    {
        if (violations.Count > 0)
            throw new InvalidPropsException($"{subject}:{string.Concat(violations.Select(violation => $"\n  {violation}"))}");
    }

    /// <summary>Whether the value is only known when the stack is deployed.</summary>
    /// <remarks>The CDK encodes a number token as a double near -1e289: every ordinary value is told without asking the jsii process.</remarks>
    public static bool IsToken(double value) => value < -1e280 && Token.IsUnresolved(value);

    /// <inheritdoc cref="IsToken(double)" />
    public static bool IsToken(string value) => value.Contains("${Token[", StringComparison.Ordinal) && Token.IsUnresolved(value);

    /// <summary>A number as a message has it: of a token its 290 digits would say nothing.</summary>
    public static string Number(double value) =>
        IsToken(value) ? "not known before the stack is deployed" : value.ToString("#,0.############", CultureInfo.InvariantCulture);
}
