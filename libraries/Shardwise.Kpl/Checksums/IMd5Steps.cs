using System.Diagnostics.CodeAnalysis;

namespace Shardwise.Kpl;

/// <summary>
/// The steps of MD5 (RFC 1321) on whatever holds a word, or several. Implemented by structs without fields, so that the compiler makes a kernel of
/// its own for each, with nothing left of the calls. Whole steps rather than single operations: with several times as many calls the compiler gives
/// up and leaves some of them.
/// </summary>
/// <remarks>
/// A step waits for <c>b</c>, the result of the step before; all else is there in time. So that each step counts the operations from <c>b</c> on, and
/// whatever does not need it is taken together first.
/// </remarks>
/// <typeparam name="TWord">What holds a word.</typeparam>
internal interface IMd5Steps<TWord>
    where TWord : unmanaged
{
    static abstract TWord Add(TWord a, TWord b);

    /// <summary>A word that is known, wherever one is needed.</summary>
    static abstract TWord Of(uint word);

    /// <summary>
    /// A step of the first round: <c>b + ((a + F(b, c, d) + wordAndSine) &lt;&lt;&lt; rotation)</c>, F being <c>(b &amp; c) | (~b &amp; d)</c>.
    /// </summary>
    static abstract TWord StepF(TWord a, TWord b, TWord c, TWord d, TWord wordAndSine, [ConstantExpected] byte rotation);

    /// <summary>A step of the second round, with G: <c>(d &amp; b) | (~d &amp; c)</c>.</summary>
    static abstract TWord StepG(TWord a, TWord b, TWord c, TWord d, TWord wordAndSine, [ConstantExpected] byte rotation);

    /// <summary>A step of the third round, with H: <c>b ^ c ^ d</c>.</summary>
    static abstract TWord StepH(TWord a, TWord b, TWord c, TWord d, TWord wordAndSine, [ConstantExpected] byte rotation);

    /// <summary>A step of the fourth round, with I: <c>c ^ (b | ~d)</c>.</summary>
    static abstract TWord StepI(TWord a, TWord b, TWord c, TWord d, TWord wordAndSine, [ConstantExpected] byte rotation);
}
