using System.Globalization;
using System.Text;
using Shardwise.LocalKinesis.Log;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Where a list goes on. Good for 300 seconds.</summary>
/// <param name="Stream">The stream whose parts are listed; empty where none is.</param>
/// <param name="Filter">What else the list was asked with.</param>
/// <param name="Position">The last item listed.</param>
/// <param name="IssuedAt">When it was given out.</param>
internal sealed record PageToken(string Stream, string Filter, string Position, DateTimeOffset IssuedAt)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(300);

    /// <exception cref="Refusal">It is none of ours, or too old.</exception>
    public static PageToken Read(string text, DateTimeOffset now)
    {
        var bytes = new byte[text.Length];
        if (!Convert.TryFromBase64String(text, bytes, out var length) || length < 4
            || BitConverter.ToUInt32(bytes) != Checksum.Of(bytes.AsSpan(4, length - 4)))
        {
            throw Refusals.TokenInvalid();
        }

        var parts = Encoding.UTF8.GetString(bytes.AsSpan(4, length - 4)).Split('\n');
        var token = new PageToken(parts[0], parts[1], parts[2],
            DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[3], CultureInfo.InvariantCulture)));
        return now - token.IssuedAt <= Lifetime ? token : throw Refusals.TokenExpired();
    }

    public override string ToString()
    {
        var content = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"{Stream}\n{Filter}\n{Position}\n{IssuedAt.ToUnixTimeMilliseconds()}"));
        return Convert.ToBase64String([.. BitConverter.GetBytes(Checksum.Of(content)), .. content]);
    }
}
