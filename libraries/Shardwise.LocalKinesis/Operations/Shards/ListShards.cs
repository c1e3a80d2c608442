using System.Globalization;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>Lists the shards of a stream, all that are within the retention or those of a filter, a page of them.</summary>
internal static class ListShards
{
    // The documentation: 1,000 shards a page unless asked for fewer, and never more.
    private const int PageSize = 1_000;

    private static readonly Member Filter = Member.Structure(
        "ShardFilter",
        Member.Choice("Type", "AFTER_SHARD_ID", "AT_TRIM_HORIZON", "FROM_TRIM_HORIZON", "AT_LATEST", "AT_TIMESTAMP", "FROM_TIMESTAMP").Required(),
        Members.ShardId,
        Members.Timestamp);

    public static readonly Operation Operation = new(
        "ListShards",
        [
            Members.MaxResults, Members.ShardId.Named("ExclusiveStartShardId"), Members.StreamName, Members.NextToken,
            Members.StreamCreationTimestamp, Filter, Members.StreamArn, Operations.Operation.StreamId,
        ],
        Do);

    private static void Do(Call call)
    {
        var token = call.Input.Text("NextToken");
        CheckToken(call, token);
        var page = token is null ? null : PageToken.Read(token, call.Now);
        var (filter, after) = page is null ? (FilterOf(call.Input.Structure("ShardFilter")), "") : (ListedFilter.Parse(page.Filter), page.Position);
        var start = call.Input.Text("ExclusiveStartShardId");
        var name = page?.Stream ?? call.StreamName();
        var index = start is not null ? call.RequireShardIndex(name, start)
            : after.Length > 0 ? int.Parse(after, CultureInfo.InvariantCulture)
            : filter.AfterShard is { } shard ? call.RequireShardIndex(name, shard) : -1;
        var stream = call.Use(call.Store.Find(call.Scope, name, call.Now) ?? throw Refusals.NotFound(call.Scope, name));
        Resources.RequireIncarnation(call, stream);
        call.LimitStream(stream, 1_000);
        Write(call, stream, filter, index);
    }

    private static void Write(Call call, KinesisStream stream, ListedFilter filter, int after)
    {
        var limit = (int)Math.Min(call.Input.Number("MaxResults") ?? PageSize, PageSize);
        lock (stream.Gate)
        {
            var all = stream.Status == StreamStatus.Creating ? [] : stream.Shards;
            var horizon = Math.Max(stream.Horizon(call.Now).ToUnixTimeSeconds(), 0);
            var listed = all.Where(shard => shard.Index > after && stream.IsListed(shard, call.Now) && filter.Holds(shard, horizon))
                .Take(limit + 1).ToList();
            var hasMore = listed.Count > limit;
            call.Reply.StartObject();
            call.Reply.Array("Shards"u8, listed.Take(limit), Answers.Shard);
            if (hasMore)
            {
                var last = listed[limit - 1].Index.ToString(CultureInfo.InvariantCulture);
                call.Reply.Text("NextToken"u8, new PageToken(stream.Name, filter.ToString(), last, call.Now).ToString());
            }

            call.Reply.EndObject();
        }
    }

    private static void CheckToken(Call call, string? token)
    {
        var named = call.Input.Has("StreamName") || call.Input.Has("StreamARN");
        if (token is null && !named)
        {
            throw Refusals.TokenOrName();
        }

        if (token is not null && named)
        {
            throw Refusals.TokenAndName();
        }

        foreach (var member in (string[])["StreamCreationTimestamp", "ExclusiveStartShardId"])
        {
            if (token is not null && call.Input.Has(member))
            {
                throw Refusals.TokenAnd(member);
            }
        }
    }

    private static ListedFilter FilterOf(Input? filter)
    {
        if (filter is null)
        {
            return new ListedFilter("FROM_TRIM_HORIZON", null, null);
        }

        var type = filter.Text("Type")!;
        foreach (var (member, isNeeded) in (ReadOnlySpan<(string, bool)>)[("ShardId", type == "AFTER_SHARD_ID"),
            ("Timestamp", type is "AT_TIMESTAMP" or "FROM_TIMESTAMP")])
        {
            if (filter.Has(member) != isNeeded)
            {
                throw isNeeded ? Refusals.FilterNeeds(type, member) : Refusals.FilterForbids(type, member);
            }
        }

        return new ListedFilter(type, filter.Text("ShardId"), filter.Milliseconds("Timestamp"));
    }

    private sealed record ListedFilter(string Type, string? AfterShard, long? Milliseconds)
    {
        public static ListedFilter Parse(string text)
        {
            var parts = text.Split(' ');
            return new ListedFilter(parts[0], null, parts.Length > 1 ? long.Parse(parts[1], CultureInfo.InvariantCulture) : null);
        }

        public override string ToString() => Milliseconds is { } time ? string.Create(CultureInfo.InvariantCulture, $"{Type} {time}") : Type;

        /// <summary>A shard is there from the second in its first number to the one in its last.</summary>
        public bool Holds(Shard shard, long horizon)
        {
            var at = Math.Max(horizon, (Milliseconds ?? 0) / 1000);
            return Type switch
            {
                "AT_LATEST" => shard.IsOpen,
                "AT_TRIM_HORIZON" => shard.CreatedSecond <= horizon && (shard.IsOpen || shard.ClosedSecond >= horizon),
                "AT_TIMESTAMP" => shard.CreatedSecond <= at && (shard.IsOpen || shard.ClosedSecond >= at),
                "FROM_TIMESTAMP" => shard.IsOpen || shard.ClosedSecond >= at,
                _ => true,
            };
        }
    }
}
