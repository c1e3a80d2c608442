using Shouldly;

namespace Shardwise.Constructs.Tests;

/// <summary>
/// Shouldly compares texts without their case unless told otherwise, and the names of AWS have one. These stand nearer than its own, so that also an
/// assertion that does not say <c>Case.Sensitive</c> is.
/// </summary>
internal static class CaseSensitive
{
    public static void ShouldContain(this string actual, string expected, string? customMessage = null) =>
        actual.ShouldContain(expected, Case.Sensitive, customMessage);

    public static void ShouldNotContain(this string actual, string expected, string? customMessage = null) =>
        actual.ShouldNotContain(expected, Case.Sensitive, customMessage);

    public static void ShouldStartWith(this string? actual, string expected, string? customMessage = null) =>
        actual.ShouldStartWith(expected, Case.Sensitive, customMessage);

    public static void ShouldNotStartWith(this string? actual, string expected, string? customMessage = null) =>
        actual.ShouldNotStartWith(expected, Case.Sensitive, customMessage);

    public static void ShouldEndWith(this string? actual, string expected, string? customMessage = null) =>
        actual.ShouldEndWith(expected, Case.Sensitive, customMessage);
}
