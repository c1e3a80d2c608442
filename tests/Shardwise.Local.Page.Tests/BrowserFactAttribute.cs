namespace Shardwise.Local.Page.Tests;

/// <summary>A test in a browser, where Debian's Chromium is on this machine; none is ever downloaded.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = File.Exists(Browser.Chromium) ? null : $"There is no {Browser.Chromium}: apt-get install chromium.";
}
