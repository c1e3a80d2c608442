using Amazon.CDK.AWS.SNS;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Monitoring;

/// <summary>Whether a construct makes its alarms, whom they tell, and which of them differ.</summary>
public sealed record AlarmSettings
{
    /// <summary>Whether the alarms are made.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool Enabled { get; init; } = ConstructDefaults.Current.AlarmsEnabled;

    /// <summary>The topic that hears when an alarm goes off and when it is over.</summary>
    /// <value>The default is none: the alarms show in CloudWatch only.</value>
    /// <remarks>
    /// A topic that is encrypted with a key of its own must let <c>cloudwatch.amazonaws.com</c> use that key. And one that has a policy must let it
    /// publish there, with a <c>Sid</c> of its own and <c>aws:SourceAccount</c>: a policy takes the place of the one that SNS gives to every topic.
    /// <c>EnforceSSL</c> makes such a policy from some CDK on. A warning says so of a topic of the same app.
    /// </remarks>
    public ITopic? Topic { get; init; }

    /// <summary>Single alarms that are tuned or turned off, by name: <c>["ReadThrottle"] = new AlarmTuning { Enabled = false }</c>.</summary>
    /// <value>The default is none. The names are those that the construct's <c>Alarms</c> property lists.</value>
    public IReadOnlyDictionary<string, AlarmTuning> Tuning { get; init; } = new Dictionary<string, AlarmTuning>();

    internal IEnumerable<ITopic> Topics => Enabled ? Tuning.Values.Select(tuning => tuning.Topic).Prepend(Topic).OfType<ITopic>() : [];

    // A name that no alarm has would be a wish that silently comes to nothing.
    internal void Check(PropsCheck check, params string[] names)
    {
        foreach (var (name, tuning) in Tuning)
        {
            check.Require(names.Contains(name), "Alarms.Tuning key", $"'{name}'", string.Join(", ", names));
            tuning.Check(check, $"Alarms.Tuning['{name}']");
        }
    }
}
