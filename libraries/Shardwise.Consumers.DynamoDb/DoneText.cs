using System.Globalization;
using System.Text;

namespace Shardwise.Consumers;

/// <summary>Sub-sequence numbers as ranges, <c>0-41,43</c>: an aggregate that stopped has mostly one.</summary>
internal static class DoneText
{
    public static string Of(IReadOnlyList<int> done)
    {
        var text = new StringBuilder();
        for (var place = 0; place < done.Count; place++)
        {
            var first = done[place];
            while (place + 1 < done.Count && done[place + 1] == done[place] + 1)
            {
                place++;
            }

            text.Append(text.Length == 0 ? "" : ",").Append(CultureInfo.InvariantCulture, $"{first}");
            if (done[place] > first)
            {
                text.Append(CultureInfo.InvariantCulture, $"-{done[place]}");
            }
        }

        return text.ToString();
    }

    public static List<int> Parse(string text)
    {
        var done = new List<int>();
        foreach (var range in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var ends = range.Split('-');
            var first = int.Parse(ends[0], CultureInfo.InvariantCulture);
            var last = int.Parse(ends[^1], CultureInfo.InvariantCulture);
            done.AddRange(Enumerable.Range(first, last - first + 1));
        }

        return done;
    }
}
