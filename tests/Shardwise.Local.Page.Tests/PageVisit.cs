using Microsoft.Playwright;

namespace Shardwise.Local.Page.Tests;

/// <summary>One visit of the page; what the browser complains of is kept.</summary>
internal sealed class PageVisit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly List<string> _complaints = [];

    private PageVisit(IBrowserContext context, Uri address, IPage page)
    {
        _context = context;
        _address = address;
        Page = page;
        page.SetDefaultTimeout(20_000);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                Complain($"{message.Type}: {message.Text}");
            }
        };
        page.PageError += (_, error) => Complain(error);
    }

    public static IReadOnlyList<string> Views { get; } = ["overview", "streams", "functions", "delivery", "failures", "records", "logs", "drive"];

    public IPage Page { get; }

    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    public static async Task<PageVisit> OpenAsync(IBrowserContext context, Uri address, string view = "overview")
    {
        var visit = new PageVisit(context, address, await context.NewPageAsync());
        await visit.GoAsync(view);
        return visit;
    }

    public async Task GoAsync(string view)
    {
        await Page.GotoAsync($"{_address}_shardwise/#/{view}");
        await Assertions.Expect(Page.Locator("h1")).ToBeVisibleAsync(new LocatorAssertionsToBeVisibleOptions { Timeout = 20_000 });
    }

    public ValueTask DisposeAsync() => _context.DisposeAsync();

    private void Complain(string text)
    {
        lock (_complaints)
        {
            _complaints.Add(text);
        }
    }
}
