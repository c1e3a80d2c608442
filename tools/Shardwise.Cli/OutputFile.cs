namespace Shardwise.Cli;

/// <summary>
/// A file that a command writes at its end: a path, or <c>-</c> for standard output. It is opened before the work begins, so that a path that cannot
/// be written costs nobody the work; what was there stays as it is until then.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private readonly string path;
    private readonly bool wasThere;
    private FileStream? file;

    private OutputFile(string path, bool wasThere, FileStream? file) => (this.path, this.wasThere, this.file) = (path, wasThere, file);

    /// <summary>Opens it.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="path">What it was given.</param>
    /// <exception cref="InputException">It cannot be written.</exception>
    public static OutputFile Open(string option, string path)
    {
        try
        {
            var existed = File.Exists(path);
            return new OutputFile(path, existed, path == InputFile.Hyphen ? null : new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"{option} is {path}, which cannot be written (does its folder exist?)", exception);
        }
    }

    /// <summary>Writes all of it.</summary>
    /// <param name="text">What it is to hold.</param>
    /// <param name="output">Standard output.</param>
    /// <exception cref="FailureException">The disk does not take it.</exception>
    public void Write(string text, TextWriter output)
    {
        if (file is null)
        {
            output.Write(text);
            return;
        }

        try
        {
            file.SetLength(0);
            using (var writer = new StreamWriter(file))
                writer.Write(text);
            file = null;
        }
        catch (IOException exception)
        {
            throw new FailureException($"{path} cannot be written (is the disk full?)", exception);
        }
    }

    /// <summary>Leaves nothing behind where nothing was written.</summary>
    public void Dispose()
    {
        if (file is null)
            return;
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
            // What it was to hold has been told not to fit already.
        }

        if (!wasThere)
            File.Delete(path);
    }
}
