namespace Shardwise.LocalKinesis.Operations;

/// <summary>Writes an answer in the protocol that the caller speaks.</summary>
internal abstract class ReplyWriter
{
    public abstract void StartObject();

    public abstract void EndObject();

    public abstract void StartArray();

    public abstract void EndArray();

    /// <summary>The name of the next member.</summary>
    public abstract void Name(ReadOnlySpan<byte> name);

    /// <summary>A string in UTF-8 that holds nothing which a protocol would have to escape.</summary>
    public abstract void Plain(ReadOnlySpan<byte> utf8);

    /// <summary>Any string in UTF-8.</summary>
    public abstract void Text(ReadOnlySpan<byte> utf8);

    public abstract void Text(string text);

    public abstract void Number(long number);

    public abstract void Flag(bool flag);

    public abstract void Time(long epochMilliseconds);

    public abstract void Blob(ReadOnlySpan<byte> bytes);

    public void Text(ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            Name(name);
            Text(text);
        }
    }

    public void Number(ReadOnlySpan<byte> name, long? number)
    {
        if (number is { } value)
        {
            Name(name);
            Number(value);
        }
    }

    public void Flag(ReadOnlySpan<byte> name, bool flag)
    {
        Name(name);
        Flag(flag);
    }

    public void Time(ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            Name(name);
            Time(value.ToUnixTimeMilliseconds());
        }
    }

    public void Texts(ReadOnlySpan<byte> name, IEnumerable<string> texts)
    {
        Name(name);
        StartArray();
        foreach (var text in texts)
        {
            Text(text);
        }

        EndArray();
    }

    public void Array<T>(ReadOnlySpan<byte> name, IEnumerable<T> items, Action<ReplyWriter, T> write)
    {
        Name(name);
        StartArray();
        foreach (var item in items)
        {
            write(this, item);
        }

        EndArray();
    }
}
