using System.Globalization;
using System.Text.Json.Nodes;

namespace Shardwise.Local.Schedules;

/// <summary>The event that EventBridge makes at a tick.</summary>
internal static class ScheduledEvent
{
    public static JsonObject Create(Guid id, DateTimeOffset time, string region, string account, string ruleArn) => new()
    {
        ["version"] = "0",
        ["id"] = id.ToString(),
        ["detail-type"] = "Scheduled Event",
        ["source"] = "aws.events",
        ["account"] = account,
        ["time"] = time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["region"] = region,
        ["resources"] = new JsonArray(ruleArn),
        ["detail"] = new JsonObject(),
    };
}
