using Microsoft.Playwright;

namespace Shardwise.Local.Page.Tests;

/// <summary>A headless Chromium for all tests of a class; nothing where the machine has none.</summary>
public sealed class Browser : IAsyncLifetime
{
    public const string Chromium = "/usr/bin/chromium";

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (File.Exists(Chromium))
        {
            _playwright = await Playwright.CreateAsync();
            _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    internal Task<IBrowserContext> OpenAsync(int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light, bool bypassPolicy = false) =>
        _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            BypassCSP = bypassPolicy,
            ReducedMotion = ReducedMotion.Reduce,
        });
}
