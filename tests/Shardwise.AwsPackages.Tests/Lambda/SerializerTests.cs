using Amazon.Lambda.Serialization.SystemTextJson;

namespace Shardwise.AwsPackages.Tests.Lambda;

public class SerializerTests
{
    [Fact]
    public void Names_are_written_as_they_are_and_unset_members_left_out()
    {
        Assert.Equal("""{"Name":"a"}""", RecordedEvent.Write(new Sample { Name = "a" }));
    }

    [Fact]
    public void The_camel_case_serializer_writes_camel_case()
    {
        Assert.Equal(
            """{"name":"a","occurredAt":"2026-11-20T11:05:00Z"}""",
            RecordedEvent.Write(
                new Sample { Name = "a", OccurredAt = new DateTime(2026, 11, 20, 11, 5, 0, DateTimeKind.Utc) },
                new CamelCaseLambdaJsonSerializer()));
    }

    [Theory]
    [InlineData("Name")]
    [InlineData("name")]
    [InlineData("NAME")]
    public void Names_are_read_without_regard_to_case(string name)
    {
        Assert.Equal("a", RecordedEvent.Parse<Sample>($$"""{"{{name}}":"a","unknown":1}""").Name);
    }

    [Fact]
    public void Text_is_written_without_needless_escapes()
    {
        Assert.Equal("""{"Name":"ä<&>+'"}""", RecordedEvent.Write(new Sample { Name = "ä<&>+'" }));
    }

    [Theory]
    [InlineData("\"2026-11-20T11:05:00.250Z\"")]
    [InlineData("1795172700.25")]
    [InlineData("1795172700250")]
    public void A_time_is_read_from_ISO_text_seconds_or_milliseconds(string json)
    {
        var time = RecordedEvent.Parse<Sample>($$"""{"OccurredAt":{{json}}}""").OccurredAt!.Value;

        Assert.Equal(new DateTime(2026, 11, 20, 11, 5, 0, 250, DateTimeKind.Utc), time, TimeSpan.FromMilliseconds(1));
        Assert.Equal(DateTimeKind.Utc, time.Kind);
    }

    [Fact]
    public void A_stream_is_base64_in_both_directions()
    {
        var read = RecordedEvent.Parse<Sample>("""{"Content":"+/8="}""");

        Assert.Equal([0xFB, 0xFF], read.Content!.ToArray());
        Assert.Equal("""{"Content":"+/8="}""", RecordedEvent.Write(read));
    }

    [Fact]
    public void A_customizer_changes_the_options()
    {
        var serializer = new DefaultLambdaJsonSerializer(options => options.PropertyNameCaseInsensitive = false);

        Assert.Null(RecordedEvent.Parse<Sample>("""{"name":"a"}""", serializer).Name);
    }

    [Fact]
    public void What_cannot_be_read_is_a_JsonSerializerException()
    {
        Assert.Throws<JsonSerializerException>(() => RecordedEvent.Parse<Sample>("{"));
        Assert.Throws<JsonSerializerException>(() => RecordedEvent.Parse<Sample>("""{"Content":"not base64!"}"""));
    }

    public sealed class Sample
    {
        public string? Name { get; set; }

        public DateTime? OccurredAt { get; set; }

        public MemoryStream? Content { get; set; }
    }
}
