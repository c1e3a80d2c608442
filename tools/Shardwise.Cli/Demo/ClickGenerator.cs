using System.Buffers.Text;
using System.Globalization;
using System.Text.Unicode;

namespace Shardwise.Cli.Demo;

/// <summary>
/// Makes the demo's clicks. A click is a pure function of its running number, so that records waiting to be sent need no memory: they are
/// made when there is room for them.
/// </summary>
/// <param name="start">When minute 0 begins, in simulated time.</param>
/// <param name="dueTime">When the click of a running number happens, after <paramref name="start"/>.</param>
public sealed class ClickGenerator(DateTimeOffset start, Func<int, TimeSpan> dueTime)
{
    /// <summary>One click in this many is malformed: 200, which is 0.5 %.</summary>
    public const int MalformedOneIn = 200;

    /// <summary>Different users who click: 20,000.</summary>
    public const int Users = 20_000;

    /// <summary>No click is longer than this many bytes.</summary>
    public const int MaxBytes = 512;

    private const int IdDigits = 9;

    private static readonly string[] Pages =
        ["/", "/search", "/products/espresso-grinder", "/products/kettle", "/cart", "/checkout", "/account/orders", "/blog/water-hardness"];

    private static readonly string[] Referrers = ["https://www.example.com/", "https://search.example.org/?q=grinder",
        "https://news.example.net/", ""];

    private static readonly string[] Agents =
    [
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.1 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Linux; Android 16; Pixel 10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
    ];

    private static ReadOnlySpan<byte> IdPrefix => "click-"u8;

    /// <summary>The user who clicks: the partition key.</summary>
    /// <param name="number">The click's running number.</param>
    public static string UserOf(int number) => string.Create(CultureInfo.InvariantCulture, $"user-{Mix(number, 1) % Users:00000}");

    /// <summary>Whether the click of a running number is malformed.</summary>
    /// <param name="number">The click's running number.</param>
    public static bool IsMalformed(int number) => Mix(number, 2) % MalformedOneIn == 0;

    /// <summary>
    /// Writes a click as UTF-8: JSON, or, where it is malformed, something that is not JSON, lacks a field, or breaks off. The id is in
    /// each, so that dead letters can be counted.
    /// </summary>
    /// <param name="number">The click's running number.</param>
    /// <param name="buffer">At least <see cref="MaxBytes"/> long.</param>
    /// <returns>The bytes written.</returns>
    public int Write(int number, Span<byte> buffer)
    {
        var user = UserOf(number);
        var page = Pages[Mix(number, 3) % (uint)Pages.Length];
        var referrer = Referrers[Mix(number, 4) % (uint)Referrers.Length];
        var agent = Agents[Mix(number, 6) % (uint)Agents.Length];
        var time = (start + dueTime(number)).UtcDateTime;
        var written = 0;
        _ = (IsMalformed(number) ? Mix(number, 5) % 3 : 3) switch
        {
            0 => Utf8.TryWrite(buffer, CultureInfo.InvariantCulture, $"<click id=click-{number:000000000} user={user} page={page}/>", out written),
            1 => Utf8.TryWrite(
                buffer,
                CultureInfo.InvariantCulture,
                $"{{\"id\":\"click-{number:000000000}\",\"timestamp\":\"{time:yyyy-MM-ddTHH:mm:ss.fff}Z\",\"page\":\"{page}\"}}",
                out written),
            2 => Utf8.TryWrite(
                buffer, CultureInfo.InvariantCulture, $"{{\"id\":\"click-{number:000000000}\",\"timestamp\":\"{time:yyyy-MM-dd}", out written),
            _ => Utf8.TryWrite(
                buffer,
                CultureInfo.InvariantCulture,
                $"{{\"id\":\"click-{number:000000000}\",\"timestamp\":\"{time:yyyy-MM-ddTHH:mm:ss.fff}Z\",\"userId\":\"{user}\","
                + $"\"page\":\"{page}\",\"referrer\":\"{referrer}\",\"userAgent\":\"{agent}\"}}",
                out written),
        };
        return written;
    }

    /// <summary>Finds the next click id in any text.</summary>
    /// <param name="text">UTF-8; what was read is cut off its front.</param>
    /// <param name="number">The click's running number.</param>
    /// <returns><c>false</c> when there is no further id.</returns>
    public static bool TryFindId(ref ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        for (var at = text.IndexOf(IdPrefix); at >= 0; at = text.IndexOf(IdPrefix))
        {
            text = text[(at + IdPrefix.Length)..];
            if (text.Length >= IdDigits && Utf8Parser.TryParse(text[..IdDigits], out number, out var used) && used == IdDigits)
            {
                text = text[IdDigits..];
                return true;
            }
        }

        return false;
    }

    // SplitMix64's finalizer: independent-looking values for neighbouring numbers, and the same ones in every run.
    private static uint Mix(int number, int purpose)
    {
        var value = ((ulong)(uint)number * 0x9E3779B97F4A7C15) + ((ulong)(uint)purpose * 0xD1B54A32D192ED03);
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return (uint)((value ^ (value >> 31)) >> 32);
    }
}
