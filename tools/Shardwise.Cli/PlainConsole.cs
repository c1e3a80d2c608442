using Spectre.Console;
using Spectre.Console.Rendering;

namespace Shardwise.Cli;

/// <summary>
/// Writes what is rendered as text and nothing else. Spectre's own console without ANSI sets the process's console colours in place of it, which
/// .NET writes into a pipe as escape sequences where the environment asks for colours there.
/// </summary>
/// <param name="inner">What tells the size and the encoding.</param>
internal sealed class PlainConsole(IAnsiConsole inner) : IAnsiConsole
{
    public Profile Profile => inner.Profile;

    public IAnsiConsoleCursor Cursor => inner.Cursor;

    public IAnsiConsoleInput Input => inner.Input;

    public IExclusivityMode ExclusivityMode => inner.ExclusivityMode;

    public RenderPipeline Pipeline => inner.Pipeline;

    public void Clear(bool home)
    {
    }

    public void Write(IRenderable renderable)
    {
        foreach (var segment in renderable.GetSegments(this).Where(segment => !segment.IsControlCode))
            Profile.Out.Writer.Write(segment.Text);
    }
}
