using System.Globalization;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Shardwise.Local.Page.Tests.Standin;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace Shardwise.Local.Page.Tests;

/// <summary>The page in a headless Chromium, over a pipeline that is none.</summary>
public sealed class PageInBrowserTests(Browser browser, ITestOutputHelper output) : IClassFixture<Browser>
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    [BrowserFact]
    public async Task With_200000_records_behind_it_the_page_asks_for_little_and_draws_little()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(200_000, shards: 200), TimeSpan.FromSeconds(1));
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address);
        await Expect(visit.Page.Locator(".tiles")).ToContainTextAsync("Open shards205");
        await visit.GoAsync("records");
        await Expect(visit.Page.Locator("main [role=status]").GetByText("200 records.")).ToBeVisibleAsync();

        var timing = await visit.Page.EvaluateAsync<Dictionary<string, double>>(
            """
            () => {
              const [page] = performance.getEntriesByType('navigation');
              const loaded = performance.getEntriesByType('resource');
              return {
                documentMs: page.domContentLoadedEventEnd,
                loadMs: page.loadEventEnd,
                shownMs: performance.getEntriesByName('pipeline-shown')[0].startTime,
                firstPaintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
                requests: loaded.length + 1,
                bytes: loaded.reduce((sum, item) => sum + item.decodedBodySize, page.decodedBodySize),
                nodes: document.getElementsByTagName('*').length,
              };
            }
            """);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"200,000 records behind it: first paint {timing["firstPaintMs"]:0} ms, loaded {timing["loadMs"]:0} ms, the pipeline's state after {timing["shownMs"]:0} ms; "
            + $"{timing["requests"]} requests, {timing["bytes"] / 1024:0} KiB, {timing["nodes"]} elements"));

        Assert.InRange(timing["documentMs"], 0, timing["loadMs"]);
        Assert.InRange(timing["requests"], 10, 40);
        Assert.InRange(timing["bytes"], 1, 1_500_000);
        Assert.InRange(timing["nodes"], 100, 2_000);
        Assert.Empty(visit.Complaints);
    }

    [BrowserFact]
    public async Task Axe_finds_nothing_serious_in_any_view_light_or_dark_wide_or_narrow()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(2_000), Step);
        server.Pipeline.Step = 60;
        server.Pipeline.Order("ThrottleRecords", null, 0.5);
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (390, ColorScheme.Dark) })
        {
            await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(width, 900, scheme, bypassPolicy: true), server.Address);
            foreach (string view in PageVisit.Views)
            {
                await visit.GoAsync(view);
                await OpenSomethingAsync(visit.Page, view);
                string[] serious = await AskAxeAsync(visit.Page);
                Assert.True(serious.Length == 0, $"{view}, {width}, {scheme}: {string.Join("; ", serious)}");
            }
        }
    }

    [BrowserFact]
    public async Task Hostile_texts_stay_texts_in_every_view()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(2_000), Step);
        server.Pipeline.Step = 60;
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address);
        foreach (string view in PageVisit.Views)
        {
            await visit.GoAsync(view);
            await OpenSomethingAsync(visit.Page, view);
        }

        await visit.GoAsync($"records?stream=clicks&key={Uri.EscapeDataString(StandinRecords.Hostile)}");
        await visit.Page.GetByRole(AriaRole.Gridcell, new PageGetByRoleOptions { Name = StandinRecords.Hostile }).First.ClickAsync();

        await Expect(visit.Page.Locator(".part pre").First).ToHaveTextAsync(StandinRecords.Hostile);
        Assert.Null(await visit.Page.EvaluateAsync<int?>("window.harmed ?? null"));
        Assert.Equal(0, await visit.Page.Locator("main img, main script").CountAsync());
        Assert.Empty(visit.Complaints);
    }

    [BrowserFact]
    public async Task A_record_is_found_by_key_time_and_sequence_number_and_taken_apart()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(20_000), Step);
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address, "records");
        var page = visit.Page;

        await Expect(page.Locator("main [role=status]").GetByText("200 records.")).ToBeVisibleAsync();
        await Choose(page, "From", "a time (UTC)");
        await page.GetByLabel("Time (UTC)").FillAsync("2026-03-02T08:00:10");
        await ShowAsync(page);
        await Expect(Rows(page).First).ToContainTextAsync("08:00:10.000");
        await Rows(page).First.ClickAsync();
        await Expect(page.Locator(".viewer")).ToContainTextAsync("KPL aggregate of 3 user records");
        await Expect(page.Locator(".part-facts").Nth(2)).ToContainTextAsync("#2 · key user-2 · hash key 42");
        await Expect(page.Locator(".part pre").First).ToContainTextAsync("\"amount\": 12345678901234567890.10");

        string sequence = server.Pipeline.Records[2].SequenceNumber;
        await Choose(page, "Shard", "2");
        await Choose(page, "From", "a sequence number");
        await page.GetByLabel("Sequence number").FillAsync(sequence);
        await ShowAsync(page);
        await Expect(Rows(page).First).ToContainTextAsync("08:00:00.002");
        await Rows(page).First.ClickAsync();
        await Expect(page.Locator("dd").GetByText(sequence)).ToBeVisibleAsync();
        await Expect(page.Locator(".part-facts")).ToContainTextAsync("gzip, ");
        await Expect(page.Locator(".part pre")).ToHaveTextAsync("{\n  \"number\": 2,\n  \"packed\": true\n}");

        await Choose(page, "Shard", "all");
        await Choose(page, "From", "the oldest");
        await page.GetByLabel("Partition key").FillAsync("customer-44");
        await ShowAsync(page);
        await Expect(page.GetByText("21 records.")).ToBeVisibleAsync();
        await Expect(Rows(page).First).ToContainTextAsync("customer-44");
        Assert.Empty(visit.Complaints);
    }

    [BrowserFact]
    public async Task Pages_follow_each_other_and_only_the_rows_in_sight_are_elements()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(20_000), TimeSpan.FromSeconds(1));
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address, "records");
        var page = visit.Page;
        await Choose(page, "From", "the oldest");
        await ShowAsync(page);
        for (int pages = 2; pages <= 10; pages++)
        {
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "The next 200" }).ClickAsync();
            // One record lies at the joint of two pages, and is shown once.
            await Expect(page.Locator("main [role=status]").GetByText($"{(pages * 199) + 1:N0} records.")).ToBeVisibleAsync();
        }

        await Expect(page.GetByRole(AriaRole.Grid)).ToHaveAttributeAsync("aria-rowcount", "1992");
        Assert.InRange(await Rows(page).CountAsync(), 5, 60);
        await page.GetByRole(AriaRole.Grid).FocusAsync();
        await page.Keyboard.PressAsync("End");
        await Expect(page.Locator("[aria-selected=true]")).ToContainTextAsync("08:00:01.990");
    }

    [BrowserFact]
    public async Task Samples_and_lines_are_kept_in_bounded_memory()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(10), TimeSpan.FromSeconds(1));
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address);

        var kept = await visit.Page.EvaluateAsync<Dictionary<string, double>>(
            """
            async () => {
              const { History, Ring } = await import('/_shardwise/page/history.js');
              const history = new History(1200);
              const ring = new Ring(4000);
              for (let t = 1; t <= 100_000; t++) {
                history.add({ t });
                ring.add(t);
              }
              const inOrder = history.samples.every((sample, index, all) => index === 0 || all[index - 1].t < sample.t);
              return { samples: history.samples.length, first: history.samples[0].t, last: history.last.t, inOrder: Number(inOrder), lines: ring.items.length, newest: ring.items.at(-1), all: ring.items.length + ring.dropped };
            }
            """);

        Assert.InRange(kept["samples"], 600, 1200);
        Assert.Equal((1, 100_000, 1), (kept["first"], kept["last"], kept["inOrder"]));
        Assert.InRange(kept["lines"], 4000, 5000);
        Assert.Equal((100_000, 100_000), (kept["newest"], kept["all"]));
    }

    [BrowserFact]
    public async Task Every_button_does_what_it_says_and_tells_what_became_of_it()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(10), Step);
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address, "drive");
        var page = visit.Page;

        await page.GetByLabel("Records, a line each").FillAsync("{\"a\":1}\n{\"a\":2}\n");
        await page.GetByLabel("Member that is the key").FillAsync("a");
        await PressAsync(page, "Put", "2 put into clicks");
        await PressAsync(page, "+ 1h", "It is 2026-03-02 10:0");
        await PressAsync(page, "Kill", "2 processes of Orders-ClickEtl killed");
        await page.GetByLabel("Shards").FillAsync("4");
        await PressAsync(page, "Scale", "clicks: from 8 to 4 shards has begun");
        await PressAsync(page, "Order", "Fault 1 is ordered");
        await Expect(page.GetByText("#1 throttle records · all operations · all streams · 50 %")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Take back fault 1" }).ClickAsync();
        await Expect(page.GetByText("No fault is ordered.")).ToBeVisibleAsync();
        await page.GetByLabel("By (30s, 15m, 2h, 1d)").FillAsync("9d");
        await PressAsync(page, "Advance", "by is '9d'; that is refused for the test");

        Assert.Equal(
            [
                "POST /_shardwise/put?stream=clicks&key=a {\"a\":1}\n{\"a\":2}\n",
                "POST /_shardwise/advance?by=1h",
                "POST /_shardwise/kill?function=Orders-ClickEtl",
                "POST /_shardwise/scale?stream=clicks&shards=4",
                "POST /_shardwise/fault?kind=ThrottleRecords&share=0.5&for=30s",
                "DELETE /_shardwise/fault?id=1",
            ],
            server.Pipeline.Asked);
    }

    [BrowserFact]
    public async Task The_scalers_decisions_are_shown_with_their_reasons_those_before_the_visit_too()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(10), Step);
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address, "streams/clicks");

        await Expect(visit.Page.Locator(".decisions li").First).ToContainTextAsync("clicks: 8 → 12 shards ↑");
        await Expect(visit.Page.Locator(".decisions li").First).ToContainTextAsync("scale up before the forecast peak");
    }

    [BrowserFact]
    public async Task A_failed_batch_leads_to_its_records()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(2_000), Step);
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address, "failures");
        await visit.Page.GetByText("see them").Last.ClickAsync();

        await Expect(Rows(visit.Page).First).ToContainTextAsync("08:00:00.001");
    }

    [BrowserFact]
    public async Task An_object_of_a_bucket_is_listed_and_shown_as_text()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(10), Step);
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address, "delivery");
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "List" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Gridcell, new PageGetByRoleOptions { Name = "clicks/2026/a b&c.json" }).ClickAsync();

        await Expect(visit.Page.Locator(".part pre")).ToHaveTextAsync("{\n  \"stored\": \"object\"\n}");
    }

    [BrowserFact]
    public async Task An_object_that_a_delivery_stream_wrote_leads_to_what_it_holds()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(10), Step);
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address, "delivery");
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "clicks/2026/a b&c.json" }).ClickAsync();

        await Expect(visit.Page.Locator(".part pre")).ToHaveTextAsync("{\n  \"stored\": \"object\"\n}");
    }

    [BrowserFact]
    public async Task The_keyboard_reaches_everything_and_what_has_the_focus_has_a_name()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(2_000), TimeSpan.FromSeconds(1));
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address, "records");
        var page = visit.Page;
        await Expect(page.Locator("main [role=status]").GetByText("200 records.")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.GetByText("Skip to the content")).ToBeFocusedAsync();
        var names = new List<string>();
        for (int presses = 0; presses < 40; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            string? name = await FocusedAsync(page);
            if (name is null)
            {
                break;
            }

            names.Add(name);
        }

        Assert.Equal(
            ["Theme: as the system", "Overview", "Streams3", "Functions3", "Delivery", "Failures12", "Records", "Logs", "Drive", "Stream", "Shard", "From", "Partition key", "Show", "Records"],
            names.Take(15));

        await page.GetByRole(AriaRole.Grid).FocusAsync();
        await page.Keyboard.PressAsync("Home");
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".part pre").First).ToBeVisibleAsync();
        Assert.EndsWith("-1", await page.GetByRole(AriaRole.Grid).GetAttributeAsync("aria-activedescendant"));
    }

    [BrowserFact]
    public async Task The_skip_link_leads_to_the_content_and_a_section_takes_the_focus()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(10), Step);
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(), server.Address);
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();

        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Logs" }).ClickAsync();
        await Expect(visit.Page.Locator("main")).ToBeFocusedAsync();
        await Expect(visit.Page).ToHaveTitleAsync("Logs · shardwise local");
    }

    [BrowserFact]
    public async Task Nothing_is_wider_than_a_narrow_window()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(2_000), Step);
        server.Pipeline.Step = 60;
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(320, 700), server.Address);
        foreach (string view in PageVisit.Views)
        {
            await visit.GoAsync(view);
            await OpenSomethingAsync(visit.Page, view);
            Assert.Equal(320, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }
    }

    [BrowserFact]
    public async Task The_theme_follows_the_system_until_one_is_chosen_and_the_choice_stays()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(10), Step);
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(scheme: ColorScheme.Dark), server.Address);
        string dark = await BackAsync(visit.Page);
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Theme: as the system" }).ClickAsync();
        string light = await BackAsync(visit.Page);
        await visit.Page.ReloadAsync();
        await Expect(visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Theme: light" })).ToBeVisibleAsync();

        Assert.NotEqual(dark, light);
        Assert.Equal(light, await BackAsync(visit.Page));
    }

    [BrowserFact]
    public async Task A_pipeline_that_starts_is_waited_for_and_one_that_ends_is_told()
    {
        var server = await StandinServer.StartAsync(new StandinPipeline(10), Step);
        await using (server)
        {
            server.IsStarting = true;
            await using var context = await browser.OpenAsync();
            var page = await context.NewPageAsync();
            await page.GotoAsync($"{server.Address}_shardwise/");
            await Expect(page.GetByText("the pipeline is starting. Trying again …")).ToBeVisibleAsync();
            server.IsStarting = false;
            await Expect(page.Locator(".chart-title")).ToBeVisibleAsync();
            await Expect(page.Locator("#connection")).ToHaveTextAsync("live");
            await server.DisposeAsync();
            await Expect(page.Locator("#connection")).ToHaveTextAsync("connection lost, trying again");
            await Expect(page.Locator("h1")).ToHaveTextAsync("Overview");
        }
    }

    /// <summary>The picture of docs/local.md; drawn anew where SHARDWISE_PICTURE names the file.</summary>
    [BrowserFact]
    public async Task The_picture_of_the_documentation_can_be_taken()
    {
        await using var server = await StandinServer.StartAsync(new StandinPipeline(2_000) { LastWord = "in 12 ms" }, TimeSpan.FromMilliseconds(25));
        await using var visit = await PageVisit.OpenAsync(await browser.OpenAsync(1200, 940), server.Address);
        // Some 15 minutes of load, a rise and a fall.
        await Expect(visit.Page.Locator(".chart-grid")).ToContainTextAsync("08:14", new LocatorAssertionsToContainTextOptions { Timeout = 60_000 });
        byte[] picture = await visit.Page.ScreenshotAsync();

        Assert.InRange(picture.Length, 10_000, 150_000);
        if (Environment.GetEnvironmentVariable("SHARDWISE_PICTURE") is { Length: > 0 } path)
        {
            await File.WriteAllBytesAsync(path, picture);
        }
    }

    private static ILocator Rows(IPage page) => page.Locator(".list-body [role=row]");

    private static Task<string> BackAsync(IPage page) => page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static Task Choose(IPage page, string label, string text) =>
        page.GetByLabel(label, new PageGetByLabelOptions { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = text });

    private static Task ShowAsync(IPage page) => page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show", Exact = true }).ClickAsync();

    private static async Task PressAsync(IPage page, string name, string said)
    {
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true }).ClickAsync();
        await Expect(page.Locator("output").GetByText(said)).ToBeVisibleAsync();
    }

    // What is there only once something was chosen is a part of the view too.
    private static async Task OpenSomethingAsync(IPage page, string view)
    {
        if (view is "records" or "logs")
        {
            await Rows(page).First.ClickAsync();
            await Expect(page.Locator(".part pre").First).ToBeVisibleAsync();
        }
        else if (view is "functions")
        {
            await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Show its last event" }).ClickAsync();
            await Expect(page.Locator(".part pre").First).ToBeVisibleAsync();
        }
        else if (view is "streams" or "overview")
        {
            await page.Locator("figure summary").First.ClickAsync();
        }
    }

    private static Task<string?> FocusedAsync(IPage page) => page.EvaluateAsync<string?>(
        """
        () => {
          const element = document.activeElement;
          if (!element || element === document.body) return null;
          const box = element.getBoundingClientRect();
          const name = element.getAttribute('aria-label') || element.labels?.[0]?.firstChild?.textContent || element.textContent;
          return box.width > 0 && box.height > 0 ? name : `out of sight: ${name}`;
        }
        """);

    // In the page, which has no frames: axe's own driver opens a tab for each answer, whose process costs more than the question.
    private static async Task<string[]> AskAxeAsync(IPage page)
    {
        if (await page.EvaluateAsync<bool>("typeof axe === 'undefined'"))
        {
            await page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        }

        return await page.EvaluateAsync<string[]>(
            """
            async () => (await axe.run({ resultTypes: ['violations'] })).violations
              .filter(violation => ['serious', 'critical'].includes(violation.impact))
              .map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.slice(0, 3).map(node => `${node.target} ${node.html}`).join(', ')}`)
            """);
    }
}
