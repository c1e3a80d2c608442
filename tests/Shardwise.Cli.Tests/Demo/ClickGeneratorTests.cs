using System.Text;
using System.Text.Json;
using Shardwise.Cli.Demo;

namespace Shardwise.Cli.Tests.Demo;

public sealed class ClickGeneratorTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 11, 5, 0, TimeSpan.Zero);

    private readonly ClickGenerator generator = new(Start, number => TimeSpan.FromSeconds(number));

    [Fact]
    public void A_click_is_the_json_that_the_etl_reads()
    {
        var number = Enumerable.Range(0, 100).First(candidate => !ClickGenerator.IsMalformed(candidate));

        using var click = JsonDocument.Parse(Text(number));

        Assert.Equal(["id", "timestamp", "userId", "page", "referrer", "userAgent"], click.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal($"click-{number:000000000}", click.RootElement.GetProperty("id").GetString());
        Assert.Equal(Start.AddSeconds(number), click.RootElement.GetProperty("timestamp").GetDateTimeOffset());
        Assert.Equal(ClickGenerator.UserOf(number), click.RootElement.GetProperty("userId").GetString());
    }

    [Fact]
    public void About_half_a_percent_are_malformed_in_three_ways()
    {
        var malformed = Enumerable.Range(0, 100_000).Where(ClickGenerator.IsMalformed).ToList();
        var kinds = malformed.Select(number => Kind(Text(number))).GroupBy(kind => kind).ToDictionary(kind => kind.Key, kind => kind.Count());

        Assert.InRange(malformed.Count, 400, 600);
        Assert.Equal(["lacks a field", "not JSON", "truncated"], kinds.Keys.Order());
        Assert.All(kinds.Values, count => Assert.InRange(count, 100, 250));
    }

    [Fact]
    public void Every_click_carries_its_id_whether_malformed_or_not()
    {
        for (var number = 0; number < 10_000; number++)
        {
            var rest = Bytes(number);

            Assert.True(ClickGenerator.TryFindId(ref rest, out var found));
            Assert.Equal(number, found);
            Assert.False(ClickGenerator.TryFindId(ref rest, out _));
        }
    }

    [Fact]
    public void Many_users_click() =>
        Assert.InRange(Enumerable.Range(0, 100_000).Select(ClickGenerator.UserOf).Distinct().Count(), 15_000, 20_000);

    [Fact]
    public void A_click_in_the_stream_is_a_little_larger_than_its_json() =>
        Assert.InRange(ClickSize.MeanAggregatedBytes(), Enumerable.Range(0, 1000).Average(number => Bytes(number).Length), 400);

    private static string Kind(string text)
    {
        try
        {
            using var click = JsonDocument.Parse(text);
            return click.RootElement.TryGetProperty("userId", out _) ? "well-formed" : "lacks a field";
        }
        catch (JsonException)
        {
            return text.StartsWith('{') ? "truncated" : "not JSON";
        }
    }

    private string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    private ReadOnlySpan<byte> Bytes(int number)
    {
        var buffer = new byte[ClickGenerator.MaxBytes];
        return buffer.AsSpan(0, generator.Write(number, buffer));
    }
}
