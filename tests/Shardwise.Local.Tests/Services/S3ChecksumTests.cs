using System.Net;
using System.Text;

namespace Shardwise.Local.Tests.Services;

/// <summary>Checksums and tags of objects, over plain HTTP: headers, trailers and documents as clients send them.</summary>
[Collection(LocalServicesFixture.Collection)]
public sealed class S3ChecksumTests(LocalServicesFixture local) : IDisposable
{
    // The check values that the catalogues of these algorithms give, of the nine digits.
    private const string Digits = "123456789";

    private readonly HttpClient _http = new();
    private readonly string _bucket = Bucket(local);

    public static TheoryData<string, string> Known => new()
    {
        { "crc32", "y/Q5Jg==" },
        { "crc32c", "4waSgw==" },
        { "crc64nvme", "rosUhgp5mIg=" },
        { "sha1", "98O8HYCOBHMq32eZZczDTKeuNEE=" },
        { "sha256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public async Task A_checksum_is_verified_kept_and_given_back_to_whoever_asks_for_it(string name, string value)
    {
        string header = "x-amz-checksum-" + name;
        using var put = await SendAsync(HttpMethod.Put, name, Digits, (header, value));
        using var asked = await SendAsync(HttpMethod.Get, name, null, ("x-amz-checksum-mode", "ENABLED"));
        using var plain = await SendAsync(HttpMethod.Get, name, null);
        using var part = await SendAsync(HttpMethod.Get, name, null, ("x-amz-checksum-mode", "ENABLED"), ("Range", "bytes=0-3"));

        Assert.Equal((HttpStatusCode.OK, value), (put.StatusCode, put.Headers.GetValues(header).Single()));
        Assert.Equal((value, "FULL_OBJECT"), (asked.Headers.GetValues(header).Single(), asked.Headers.GetValues("x-amz-checksum-type").Single()));
        Assert.False(plain.Headers.Contains(header));
        Assert.False(part.Headers.Contains(header));
    }

    [Theory]
    [MemberData(nameof(Known))]
    public async Task A_body_that_is_not_of_its_checksum_is_not_written(string name, string value)
    {
        using var refused = await SendAsync(HttpMethod.Put, "wrong-" + name, Digits + "0", ("x-amz-checksum-" + name, value));
        string answer = await refused.Content.ReadAsStringAsync();
        using var got = await SendAsync(HttpMethod.Get, "wrong-" + name, null);

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (refused.StatusCode, got.StatusCode));
        Assert.Contains($"<Code>BadDigest</Code><Message>The {name.ToUpperInvariant()} you specified did not match the calculated checksum.</Message>", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checksum_of_another_length_is_refused()
    {
        using var refused = await SendAsync(HttpMethod.Put, "form", Digits, ("x-amz-checksum-crc32", "4waS"));

        Assert.Contains(
            "<Code>InvalidRequest</Code><Message>Value for x-amz-checksum-crc32 header is invalid.</Message>", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("y/Q5Jg==", HttpStatusCode.OK, "")]
    [InlineData("AAAAAA==", HttpStatusCode.BadRequest, "<Code>BadDigest</Code><Message>The CRC32 you specified did not match the calculated checksum.</Message>")]
    public async Task A_checksum_may_come_after_the_body(string value, HttpStatusCode status, string answer)
    {
        using var put = await SendAsync(
            HttpMethod.Put, "trailed", $"9\r\n{Digits}\r\n0\r\nx-amz-checksum-crc32:{value}\r\n\r\n",
            ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-trailer", "x-amz-checksum-crc32"));

        Assert.Equal(status, put.StatusCode);
        Assert.Contains(answer, await put.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_come_with_an_object_are_changed_and_go()
    {
        using var put = await SendAsync(HttpMethod.Put, "tagged", "x", ("x-amz-tagging", "team=data&stage=a%20b"));
        using var head = await SendAsync(HttpMethod.Head, "tagged", null);
        string first = await TagsAsync();
        using var changed = await SendAsync(HttpMethod.Put, "tagged?tagging", "<Tagging><TagSet><Tag><Key>only</Key><Value>one</Value></Tag></TagSet></Tagging>");
        string second = await TagsAsync();
        using var copied = await SendAsync(HttpMethod.Put, "copy", null, ("x-amz-copy-source", $"/{_bucket}/tagged"));
        string copy = await TagsAsync("copy");
        using var deleted = await SendAsync(HttpMethod.Delete, "tagged?tagging", null);

        Assert.Equal("2", head.Headers.GetValues("x-amz-tagging-count").Single());
        Assert.Contains("<Tag><Key>team</Key><Value>data</Value></Tag><Tag><Key>stage</Key><Value>a b</Value></Tag>", first, StringComparison.Ordinal);
        Assert.Contains("<TagSet><Tag><Key>only</Key><Value>one</Value></Tag></TagSet>", second, StringComparison.Ordinal);
        Assert.Equal(second, copy);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.DoesNotContain("<Tag>", await TagsAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_ten_tags_are_refused()
    {
        using var refused = await SendAsync(HttpMethod.Put, "many", "x", ("x-amz-tagging", string.Join('&', Enumerable.Range(0, 11).Select(i => $"k{i}=v"))));

        Assert.Contains("<Message>Object tags cannot be greater than 10</Message>", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public void Dispose() => _http.Dispose();

    private static string Bucket(LocalServicesFixture local)
    {
        string name = $"checked-{Guid.NewGuid():n}";
        local.Services.CreateBucket(name);
        return name;
    }

    private async Task<string> TagsAsync(string key = "tagged")
    {
        using var got = await SendAsync(HttpMethod.Get, key + "?tagging", null);
        return await got.Content.ReadAsStringAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string key, string? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri(local.Services.Endpoint, $"{_bucket}/{key}"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await _http.SendAsync(request);
    }
}
