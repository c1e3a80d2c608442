using System.Text;
using System.Text.Json;
using Shardwise.Consumers;
using Shardwise.Consumers.Tests.Fakes;

namespace Shardwise.ClickstreamEtl.Tests;

public class MalformedClickTests
{
    private const string WrongTime = "The record's \"timestamp\" is not an ISO 8601 date and time with its offset from UTC.";

    [Theory]
    [InlineData("", "The record is not JSON (line 1, byte 1).")]
    [InlineData("click", "The record is not JSON (line 1, byte 1).")]
    [InlineData("[]", "The record is JSON, and not a Click.")]
    [InlineData("null", "The record is null, and not a Click.")]
    [InlineData("""{"id":"1","timest""", "The record is not JSON (line 1, byte 18).")]
    [InlineData("""{"id":"1"} {}""", "The record is not JSON (line 1, byte 12).")]
    [InlineData("""{"timestamp":"2026-11-20T11:05:00Z","userId":"u","page":"/"}""", "The click has no \"id\".")]
    [InlineData("""{"id":"","timestamp":"2026-11-20T11:05:00Z","userId":"u","page":"/"}""", "The click has no \"id\".")]
    [InlineData("""{"id":"1","userId":"u","page":"/"}""", "The click has no \"timestamp\".")]
    [InlineData("""{"id":"1","timestamp":"2026-11-20T11:05:00Z","page":"/"}""", "The click has no \"userId\".")]
    [InlineData("""{"id":"1","timestamp":"2026-11-20T11:05:00Z","userId":"u"}""", "The click has no \"page\".")]
    [InlineData("""{"id":"1","timestamp":"2026-11-20T11:05:00Z","userId":"u","page":null}""", "The click has no \"page\".")]
    [InlineData("""{"id":1,"timestamp":"2026-11-20T11:05:00Z","userId":"u","page":"/"}""", "The record's \"id\" is not a text.")]
    [InlineData("""{"id":"1","timestamp":"2026-11-20T11:05:00Z","userId":{},"page":"/"}""", "The record's \"userId\" is not a text.")]
    [InlineData("""{"id":"1","timestamp":"\ud800","userId":"\ud800","page":"/"}""", WrongTime)]
    [InlineData("""{"id":"1","timestamp":"2026-11-20T11:05:00Z","userId":"\ud800","page":"/"}""", "The record's \"userId\" is not a text.")]
    [InlineData("""{"id":"1","timestamp":null,"userId":"u","page":"/"}""", WrongTime)]
    [InlineData("""{"id":"1","timestamp":1795172700,"userId":"u","page":"/"}""", WrongTime)]
    [InlineData("""{"id":"1","timestamp":"20/11/2026 11:05","userId":"u","page":"/"}""", WrongTime)]
    [InlineData("""{"id":"1","timestamp":"2026-11-20T11:05:00","userId":"u","page":"/"}""", WrongTime)]
    [InlineData("""{"id":"1","timestamp":"2026-11-20","userId":"u","page":"/"}""", WrongTime)]
    public async Task A_malformed_click_is_set_aside_with_what_is_wrong_with_it(string click, string reason)
    {
        Assert.Equal(reason, await ReasonForAsync(Encoding.UTF8.GetBytes(click)));
    }

    [Fact]
    public async Task A_click_that_is_not_UTF_8_is_set_aside()
    {
        var click = Encoding.Latin1.GetBytes("""{"id":"1","timestamp":"2026-11-20T11:05:00Z","userId":"é","page":"/"}""");

        Assert.Equal("The record's \"userId\" is not a text.", await ReasonForAsync(click));
    }

    private static async Task<string?> ReasonForAsync(byte[] click)
    {
        var s3 = new FakeS3();
        var settings = EtlSettings.FromEnvironment(name => name.EndsWith("BUCKET") ? "bucket" : null, "clicks/");
        var function = new Function(settings, s3.Client(), new ConsumerOptions { Output = Stream.Null });

        var answer = await function.HandleAsync(Events.Of(click), new FakeLambdaContext());

        Assert.Empty(answer.BatchItemFailures);
        var letter = JsonDocument.Parse(Assert.Single(s3.Objects).Value.Body).RootElement;
        Assert.Equal(click, letter.GetProperty("payloadBase64").GetBytesFromBase64());
        Assert.Equal(1, letter.GetProperty("attempts").GetInt32());
        return letter.GetProperty("reason").GetString();
    }
}
