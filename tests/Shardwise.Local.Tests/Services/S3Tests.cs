using System.Net;
using System.Net.Sockets;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Shardwise.Local.Tests.Services;

[Collection(LocalServicesFixture.Collection)]
public sealed class S3Tests(LocalServicesFixture local)
{
    private readonly string _bucket = Bucket(local);

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(200_000)]
    public async Task An_object_is_a_file_of_exactly_what_was_put(int size)
    {
        var data = new byte[size];
        new Random(size).NextBytes(data);
        const string Key = "clicks/year=2026/hour=00/shardId-000000000000-1.ndjson.gz";

        var put = await local.S3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = Key, InputStream = new MemoryStream(data), ContentType = "application/gzip" });
        using var got = await local.S3.GetObjectAsync(_bucket, Key);
        using var read = new MemoryStream();
        await got.ResponseStream.CopyToAsync(read);

        Assert.Equal(data, read.ToArray());
        Assert.Equal(data, await File.ReadAllBytesAsync(Path.Combine(local.Services.S3Directory, _bucket, Key)));
        var head = await local.S3.GetObjectMetadataAsync(_bucket, Key);
        Assert.Equal((size, put.ETag), (head.ContentLength, head.ETag));
    }

    [Fact]
    public async Task A_page_among_the_objects_runs_no_script_where_it_is_opened()
    {
        await local.S3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "page.html", ContentBody = "<p>x</p>", ContentType = "text/html" });
        using var http = new HttpClient();

        using var got = await http.GetAsync(new Uri(local.Services.Endpoint, $"{_bucket}/page.html"));

        Assert.Equal("text/html", got.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["sandbox"], got.Headers.GetValues("Content-Security-Policy"));
        Assert.Equal(["nosniff"], got.Headers.GetValues("X-Content-Type-Options"));
    }

    [Fact]
    public async Task A_signed_chunked_body_with_trailers_is_unwrapped()
    {
        var body = "5;chunk-signature=00\r\nhello\r\n6;chunk-signature=01\r\n world\r\n0;chunk-signature=02\r\nx-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:03\r\n\r\n";
        var reply = await PutRawAsync("chunked", body);

        Assert.Equal(HttpStatusCode.OK, reply.StatusCode);
        Assert.Equal("hello world", await File.ReadAllTextAsync(Path.Combine(local.Services.S3Directory, _bucket, "chunked")));

        reply = await PutRawAsync("chunked", "5\r\nhel");
        Assert.Equal(HttpStatusCode.BadRequest, reply.StatusCode);
        Assert.Equal("hello world", await File.ReadAllTextAsync(Path.Combine(local.Services.S3Directory, _bucket, "chunked")));
    }

    [Fact]
    public async Task Objects_are_listed_by_prefix_in_pages_and_deleted()
    {
        string[] keys = ["a/1", "a/2", "a/b/3", "a-", "c"];
        foreach (var key in keys)
        {
            await local.S3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, ContentBody = key });
        }

        var first = await local.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, MaxKeys = 3 });
        Assert.Equal(["a-", "a/1", "a/2"], first.S3Objects.Select(item => item.Key));
        Assert.True(first.IsTruncated);
        var second = await local.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, ContinuationToken = first.NextContinuationToken });
        Assert.Equal(["a/b/3", "c"], second.S3Objects.Select(item => item.Key));
        var folder = await local.S3.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, Prefix = "a/", Delimiter = "/" });
        Assert.Equal(["a/1", "a/2"], folder.S3Objects.Select(item => item.Key));
        Assert.Equal(["a/b/"], folder.CommonPrefixes);

        await local.S3.DeleteObjectAsync(_bucket, "c");
        Assert.False(File.Exists(Path.Combine(local.Services.S3Directory, _bucket, "c")));
    }

    [Fact]
    public async Task What_is_missing_is_said_to_be_missing()
    {
        var missing = await Assert.ThrowsAsync<NoSuchKeyException>(() => local.S3.GetObjectAsync(_bucket, "nothing"));
        Assert.Equal("The specified key does not exist.", missing.Message);
        var bucket = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => local.S3.PutObjectAsync(new PutObjectRequest { BucketName = "no-such-bucket", Key = "a", ContentBody = "a" }));
        Assert.Equal(("NoSuchBucket", "The specified bucket does not exist"), (bucket.ErrorCode, bucket.Message));
    }

    [Fact]
    public async Task An_object_that_must_not_exist_is_not_overwritten()
    {
        await local.S3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "once", ContentBody = "1", IfNoneMatch = "*" });

        var refused = await Assert.ThrowsAnyAsync<AmazonS3Exception>(
            () => local.S3.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = "once", ContentBody = "2", IfNoneMatch = "*" }));

        Assert.Equal("PreconditionFailed", refused.ErrorCode);
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(local.Services.S3Directory, _bucket, "once")));
    }

    [Fact]
    public async Task What_is_not_served_is_said_in_one_sentence()
    {
        var refused = await Assert.ThrowsAnyAsync<AmazonS3Exception>(() => local.S3.GetBucketTaggingAsync(new GetBucketTaggingRequest { BucketName = _bucket }));

        Assert.Equal(("NotImplemented", $"GET /{_bucket}/?tagging is not served locally."), (refused.ErrorCode, refused.Message));
    }

    [Theory]
    [InlineData("..%2f..%2fescaped")]
    [InlineData("%2e%2e/%2e%2e/escaped")]
    [InlineData("a/..%2f..%2f..%2fescaped")]
    [InlineData("a//..//escaped")]
    public async Task A_key_never_leaves_its_bucket(string key)
    {
        string reply = await SendRawAsync($"PUT /{_bucket}/{key} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");
        string got = await SendRawAsync($"GET /{_bucket}/{key} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", reply, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\nx", got, StringComparison.Ordinal);
        string bucket = Path.Combine(local.Services.S3Directory, _bucket) + "/";
        Assert.Contains(Directory.EnumerateFiles(local.DataDirectory, "escaped", SearchOption.AllDirectories), file => file.StartsWith(bucket, StringComparison.Ordinal));
        Assert.All(
            Directory.EnumerateFiles(local.DataDirectory, "escaped", SearchOption.AllDirectories),
            file => Assert.StartsWith(local.Services.S3Directory + "/bucket-", file, StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(Path.GetTempPath(), "escaped")));
    }

    // Written raw: HTTP clients tidy such paths away before they are sent.
    private async Task<string> SendRawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, local.Services.Endpoint.Port);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }

    private static string Bucket(LocalServicesFixture local)
    {
        var name = "bucket-" + Guid.NewGuid().ToString("N")[..8];
        local.Services.CreateBucket(name);
        return name;
    }

    private async Task<HttpResponseMessage> PutRawAsync(string key, string body)
    {
        using var http = new HttpClient();
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.ContentEncoding.Add("aws-chunked");
        content.Headers.Add("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");
        return await http.PutAsync(new Uri(local.Services.Endpoint, $"{_bucket}/{key}"), content);
    }
}
