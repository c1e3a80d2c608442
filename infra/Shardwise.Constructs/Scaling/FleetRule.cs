using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;

namespace Shardwise.Constructs.Scaling;

/// <summary>The rule of one group of a fleet: its event carries the bounds of all the group's streams, also of those that join later.</summary>
/// <param name="rule">The rule, with its one target.</param>
/// <param name="number">Which of the groups it is, from 0.</param>
internal sealed class FleetRule(Rule rule, int number)
{
    // Source: EventBridge quotas, 8,192 characters of an input template. A name that is known when deployed counts as a long one.
    private const int MostCharacters = 7_000;
    private const int MostStreams = 50;
    private const int TokenCharacters = 90;
    private const string Template = "Targets.0.InputTransformer.InputTemplate";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Dictionary<string, object>> details = [];
    private int characters;

    public Rule Rule => rule;

    public bool HasRoomFor(Dictionary<string, object> detail) => details.Count < MostStreams && characters + Characters(detail) <= MostCharacters;

    public void Add(Dictionary<string, object> detail)
    {
        details.Add(detail);
        characters += Characters(detail);
    }

    /// <summary>Writes the event anew; a target's own input is settled when the target is added.</summary>
    /// <param name="groups">How many groups there are.</param>
    public void Write(int groups)
    {
        var detail = Json(new Dictionary<string, object> { ["streams"] = details, ["group"] = number, ["groups"] = groups });
        var template = $$"""{"id":<id>,"time":<time>,"source":"aws.events","detail-type":"Scheduled Event","detail":{{detail}}}""";
        ((Amazon.CDK.AWS.Events.CfnRule)rule.Node.DefaultChild!).AddPropertyOverride(Template, template);
    }

    public static Dictionary<string, object> Of(Dictionary<string, object> detail) => new() { ["streams"] = new[] { detail }, ["groups"] = 1 };

    private static int Characters(Dictionary<string, object> detail)
    {
        var json = Json(detail);
        var tokens = json.Split("${Token[").Length - 1;
        return json.Length + tokens * TokenCharacters;
    }

    // A number that is only known when deployed is text in the event, which the scaler reads as well.
    private static string Json(object value) => JsonSerializer.Serialize(Known(value), Plain);

    private static object Known(object value) => value switch
    {
        double number when Token.IsUnresolved(number) => Token.AsString(number),
        Dictionary<string, object> members => members.ToDictionary(member => member.Key, member => Known(member.Value)),
        IEnumerable<Dictionary<string, object>> several => several.Select(one => Known(one)).ToArray(),
        _ => value,
    };
}
