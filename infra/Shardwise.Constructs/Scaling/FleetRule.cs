using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.JSII.Runtime.Deputy;

namespace Shardwise.Constructs.Scaling;

/// <summary>The rule of one group of a fleet: its event carries the bounds of all the group's streams, also of those that join later.</summary>
internal sealed class FleetRule : DeputyBase, IStableStringProducer
{
    // Source: EventBridge quotas, 8,192 characters of an input template. A name that is known when deployed counts as a long one.
    private const int MostCharacters = 7_000;
    private const int MostStreams = 50;
    private const int TokenCharacters = 90;
    private const string Template = "Targets.0.InputTransformer.InputTemplate";

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<Dictionary<string, object>> details = [];
    private readonly int number;
    private readonly Func<int> groups;
    private int characters;

    /// <param name="rule">The rule, with its one target.</param>
    /// <param name="number">Which of the groups it is, from 0.</param>
    /// <param name="groups">How many groups there are in the end.</param>
    public FleetRule(Rule rule, int number, Func<int> groups)
        : base(new DeputyProps([]))
    {
        (Rule, this.number, this.groups) = (rule, number, groups);
        ((Amazon.CDK.AWS.Events.CfnRule)rule.Node.DefaultChild!).AddPropertyOverride(Template, Lazy.String(this));
    }

    public Rule Rule { get; }

    public bool HasRoomFor(Dictionary<string, object> detail) => details.Count < MostStreams && characters + Characters(detail) <= MostCharacters;

    public void Add(Dictionary<string, object> detail)
    {
        details.Add(detail);
        characters += Characters(detail);
    }

    /// <summary>The template, when the stack is synthesized.</summary>
    public string? Produce() =>
        $$"""{"id":<id>,"time":<time>,"source":"aws.events","detail-type":"Scheduled Event","detail":{{Json(new Dictionary<string, object> { ["streams"] = details, ["group"] = number, ["groups"] = groups() })}}}""";

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
