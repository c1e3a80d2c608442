using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Shardwise.Local.Page.Tests.Standin;

namespace Shardwise.Local.Page.Tests;

/// <summary>What the page's address answers, asked without a browser.</summary>
public sealed partial class PageServingTests : IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private StandinServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await StandinServer.StartAsync(new StandinPipeline(10), TimeSpan.FromSeconds(1));
        _client.BaseAddress = _server.Address;
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_browser_at_the_root_is_led_to_the_page()
    {
        using var answer = await GetAsync("/", "text/html,application/xhtml+xml,*/*;q=0.8");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/_shardwise/", answer.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/", "*/*", null)]
    [InlineData("/", "text/html", "AWS4-HMAC-SHA256 Credential=x/20260302/us-east-1/s3/aws4_request")]
    [InlineData("/?X-Amz-Signature=00", "text/html", null)]
    [InlineData("/bucket", "text/html", null)]
    public async Task A_program_at_the_root_is_answered_by_the_services(string path, string accepted, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accepted);
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var answer = await _client.SendAsync(request);

        Assert.StartsWith("services: /", await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Every_file_says_what_it_is_lets_nothing_from_elsewhere_in_and_is_not_sent_twice()
    {
        Assert.NotEmpty(PageFile.All);
        foreach (string path in PageFile.All.Select(file => $"/_shardwise/page/{file.Name}").Append(LocalPage.Address))
        {
            using var answer = await GetAsync(path, "*/*");
            Assert.True(answer.IsSuccessStatusCode, path);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.Equal(PageFile.SecurityPolicy, answer.Headers.GetValues("Content-Security-Policy").Single());
            Assert.NotEqual("application/octet-stream", answer.Content.Headers.ContentType!.MediaType);

            using var again = new HttpRequestMessage(HttpMethod.Get, path);
            again.Headers.IfNoneMatch.Add(answer.Headers.ETag!);
            using var same = await _client.SendAsync(again);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
            Assert.Empty(await same.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task No_script_and_no_style_lies_in_the_document_and_nothing_is_loaded_from_elsewhere()
    {
        string document = await _client.GetStringAsync(LocalPage.Address);

        Assert.DoesNotMatch(InlineCode(), document);
        Assert.All(Loaded().Matches(document), address => Assert.StartsWith("/_shardwise/", address.Groups[1].Value));
    }

    [Fact]
    public async Task Every_module_is_fetched_at_once_and_none_waits_for_the_one_that_imports_it()
    {
        string document = await _client.GetStringAsync(LocalPage.Address);

        Assert.Equal(
            PageFile.All.Select(file => file.Name).Where(name => name.EndsWith(".js", StringComparison.Ordinal)).Order(),
            Module().Matches(document).Select(module => module.Groups[1].Value).Order());
    }

    [Fact]
    public void No_file_makes_markup_of_a_text_or_names_another_host()
    {
        foreach (var file in PageFile.All.Where(file => file.Name.EndsWith(".js", StringComparison.Ordinal)))
        {
            Assert.DoesNotMatch(Markup(), file.Text);
            Assert.DoesNotMatch(OtherHost(), file.Text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_record_larger_than_Kinesis_takes_is_refused()
    {
        using var body = new ByteArrayContent(new byte[(10 * 1024 * 1024) + 1]);
        using var answer = await _client.PostAsync("/_shardwise/page/unpack", body);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Equal("""{"error":"a record is larger than 10485760 bytes, more than Kinesis takes"}""", await answer.Content.ReadAsStringAsync());
    }

    private async Task<HttpResponseMessage> GetAsync(string path, string accepted)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd(accepted);
        return await _client.SendAsync(request);
    }

    [GeneratedRegex("""<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=|javascript:""", RegexOptions.IgnoreCase)]
    private static partial Regex InlineCode();

    [GeneratedRegex("""\b(?:src|href)="(?!#)([^"]+)""")]
    private static partial Regex Loaded();

    [GeneratedRegex("(?:href|src)=\"/_shardwise/page/([\\w-]+\\.js)\"")]
    private static partial Regex Module();

    [GeneratedRegex("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|DOMParser|eval\\(|new Function")]
    private static partial Regex Markup();

    [GeneratedRegex("https?://")]
    private static partial Regex OtherHost();
}
