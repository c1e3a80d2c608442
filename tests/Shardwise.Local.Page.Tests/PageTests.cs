using Microsoft.Playwright;
using Shardwise.Local.Page.Tests.Standin;
using Xunit.Abstractions;

namespace Shardwise.Local.Page.Tests;

public sealed class ScratchTests(Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    [BrowserFact]
    public async Task Shots()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(20_000), TimeSpan.FromMilliseconds(30));
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (1280, ColorScheme.Dark), (390, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            await using var context = await browser.OpenAsync(width, 900, scheme);
            var page = await context.NewPageAsync();
            page.Console += (_, message) => output.WriteLine($"{message.Type}: {message.Text} {message.Location}");
            page.PageError += (_, message) => output.WriteLine($"ERROR: {message}");
            foreach (string view in new[] { "overview", "streams/clicks", "functions", "delivery", "failures", "records", "logs", "drive" })
            {
                await page.GotoAsync($"{server.Address}_shardwise/#/{view}");
                await page.WaitForTimeoutAsync(view == "overview" ? 4000 : 1500);
                if (view == "records")
                {
                    await page.GetByRole(AriaRole.Row).Nth(9).ClickAsync();
                    await page.WaitForTimeoutAsync(700);
                }

                await page.ScreenshotAsync(new PageScreenshotOptions { Path = $"/tmp/page-shots/{view.Replace('/', '-')}-{width}-{scheme}.png", FullPage = true });
            }
        }
    }
}
