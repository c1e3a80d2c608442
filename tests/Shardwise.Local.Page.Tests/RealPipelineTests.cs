using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Shardwise.Local.Page.Tests;

/// <summary>The page over a pipeline that is one: streams and buckets of a template, records that were put.</summary>
public sealed class RealPipelineTests(Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    private const string Resources = """
        {"Resources":{
          "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"clicks","ShardCount":200}},
          "Raw":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"raw-clicks"}}}}
        """;

    private const string Manifest = """
        {"version":"38.0.1","artifacts":{"App":{"type":"aws:cloudformation:stack","properties":{"templateFile":"App.template.json"}}}}
        """;

    [BrowserFact]
    public async Task Two_hundred_thousand_records_in_a_stream_do_not_slow_the_page()
    {
        var folder = Directory.CreateTempSubdirectory("shardwise-page-");
        try
        {
            await using var pipeline = await StartAsync(folder.FullName);
            using var client = new HttpClient { BaseAddress = pipeline.Services.Endpoint };
            await PutAsync(client, 200_000);
            using var stored = await client.PutAsync("/raw-clicks/2026/part.json", new StringContent("{\"id\":1}"));
            stored.EnsureSuccessStatusCode();

            await using var context = await browser.OpenAsync();
            var page = await context.NewPageAsync();
            await page.GotoAsync(pipeline.Services.Endpoint.ToString());
            await Expect(page).ToHaveURLAsync($"{pipeline.Services.Endpoint}_shardwise/");
            await page.WaitForFunctionAsync("performance.getEntriesByName('pipeline-shown').length > 0");
            var timing = await page.EvaluateAsync<double[]>(
                """
                () => [performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0, performance.getEntriesByType('navigation')[0].loadEventEnd, performance.getEntriesByName('pipeline-shown')[0].startTime]
                """);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"200,000 records in a real stream: first paint {timing[0]:0} ms, loaded {timing[1]:0} ms, the pipeline's state after {timing[2]:0} ms"));

            await page.GotoAsync($"{pipeline.Services.Endpoint}_shardwise/#/records");
            await Expect(page.Locator("main [role=status]").GetByText("200 records.")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 20_000 });
            await page.Locator(".list-body [role=row]").First.ClickAsync();
            await Expect(page.Locator(".part pre").First).ToContainTextAsync("\"number\": ");
            await page.GotoAsync($"{pipeline.Services.Endpoint}_shardwise/#/delivery?bucket=raw-clicks&key=2026/part.json");
            await Expect(page.Locator(".part pre").First).ToHaveTextAsync("{\n  \"id\": 1\n}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_the_page_the_root_is_the_services()
    {
        var folder = Directory.CreateTempSubdirectory("shardwise-page-");
        try
        {
            await using var pipeline = await StartAsync(folder.FullName, page: false);
            using var client = new HttpClient { BaseAddress = pipeline.Services.Endpoint };
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            request.Headers.Accept.ParseAdd("text/html");
            using var answer = await client.SendAsync(request);

            Assert.Contains("ListAllMyBucketsResult", await answer.Content.ReadAsStringAsync());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<LocalPipeline> StartAsync(string folder, bool page = true)
    {
        string assembly = Path.Combine(folder, "cdk.out");
        Directory.CreateDirectory(assembly);
        await File.WriteAllTextAsync(Path.Combine(assembly, "manifest.json"), Manifest);
        await File.WriteAllTextAsync(Path.Combine(assembly, "App.template.json"), Resources);
        return await LocalPipeline.StartAsync(
            new LocalPipelineOptions
            {
                CloudAssembly = assembly,
                // No function is in the template: the host is never started.
                LambdaHost = typeof(LocalPipeline).Assembly.Location,
                Page = page,
                Services = new LocalServicesOptions { DataDirectory = Path.Combine(folder, "data") },
            },
            CancellationToken.None);
    }

    private static async Task PutAsync(HttpClient client, int count)
    {
        const int Portion = 20_000;
        for (int first = 0; first < count; first += Portion)
        {
            var lines = new StringBuilder();
            for (int number = first; number < first + Portion; number++)
            {
                lines.Append(CultureInfo.InvariantCulture, $"{{\"number\":{number},\"customer\":\"customer-{number % 977}\",\"total\":{number * 37 % 20000}}}\n");
            }

            using var answer = await client.PostAsync("/_shardwise/put?stream=clicks", new StringContent(lines.ToString()));
            var put = await answer.Content.ReadFromJsonAsync<JsonObject>();
            Assert.Equal(Portion, (int?)put!["records"]);
        }
    }
}
