using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>What tags may be, and how they are set and removed.</summary>
internal static class TagRules
{
    // The documentation; the text that refuses more still says 10.
    private const int MostTags = 50;

    public static void CheckCharacters(IEnumerable<KeyValuePair<string, string>> tags)
    {
        if (tags.Any(tag => !AllAllowed(tag.Key) || !AllAllowed(tag.Value)))
        {
            throw Refusals.TagCharacters();
        }
    }

    public static void Add(Call call, KinesisStream stream, Consumer? consumer = null)
    {
        var tags = call.Input.Map("Tags");
        CheckCharacters(tags);
        if (tags.Any(tag => tag.Key.Contains('%', StringComparison.Ordinal) || tag.Value.Contains('%', StringComparison.Ordinal)))
        {
            throw Refusals.TagPercent(stream, adding: true);
        }

        lock (stream.Gate)
        {
            var held = consumer?.Tags ?? stream.Tags;
            if (held.Keys.Union(tags.Keys, StringComparer.Ordinal).Count() > MostTags)
            {
                throw Refusals.TooManyTags(stream);
            }

            foreach (var (key, value) in tags)
            {
                held[key] = value;
            }

            call.Store.Save(stream);
        }
    }

    public static void Remove(Call call, KinesisStream stream, Consumer? consumer = null)
    {
        var keys = call.Input.List("TagKeys").OfType<string>().ToArray();
        if (!keys.All(AllAllowed))
        {
            throw Refusals.TagCharacters();
        }

        if (keys.Any(key => key.Contains('%', StringComparison.Ordinal)))
        {
            throw Refusals.TagPercent(stream, adding: false);
        }

        lock (stream.Gate)
        {
            foreach (var key in keys)
            {
                (consumer?.Tags ?? stream.Tags).Remove(key);
            }

            call.Store.Save(stream);
        }
    }

    private static bool AllAllowed(string text) => text.All(IsAllowed);

    // A colon was refused once; tags have it today, as in aws:cloudformation:stack-name.
    private static bool IsAllowed(char character) =>
        char.IsAsciiLetterOrDigit(character) || "_ ./-=+@%:".Contains(character, StringComparison.Ordinal)
            || character is >= '\u00C0' and <= '\u1FFF' or >= '\u2C00' and <= '\uD7FF';
}
