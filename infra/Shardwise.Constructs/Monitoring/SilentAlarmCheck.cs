using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.JSII.Runtime.Deputy;
using Constructs;
using Shardwise.Constructs.Compatibility;

namespace Shardwise.Constructs.Monitoring;

/// <summary>
/// Warns, once a stack, of alarms without an action: they turn red in the console and nobody hears of it. It looks when the app is synthesized, so
/// that an action which its owner adds to an alarm himself counts.
/// </summary>
internal sealed class SilentAlarmCheck : DeputyBase, IValidation
{
    private static readonly ConditionalWeakTable<Stack, SilentAlarmCheck> Known = [];

    private readonly Stack stack;
    private readonly List<(Construct Owner, Alarm Alarm)> alarms = [];

    private SilentAlarmCheck(Stack stack) => this.stack = stack;

    /// <summary>Looks at an alarm that was made without a topic.</summary>
    public static void Watch(Construct owner, Alarm alarm)
    {
        var watched = Stack.Of(owner);
        if (!Known.TryGetValue(watched, out var check))
        {
            Known.Add(watched, check = new SilentAlarmCheck(watched));
            watched.Node.AddValidation(check);
        }

        check.alarms.Add((owner, alarm));
    }

    public string[] Validate()
    {
        var silent = alarms.Where(watched => HasNoAction(watched.Alarm)).ToList();
        if (silent.Count > 0)
        {
            var one = silent.Count == 1;
            var owners = string.Join(", ", silent.Select(watched => watched.Owner.Node.Path).Distinct().Order(StringComparer.Ordinal));
            Warning.Add(
                stack,
                "shardwise:alarmsWithoutAction",
                string.Create(
                    CultureInfo.InvariantCulture, $"{silent.Count} alarm{(one ? " has" : "s have")} no action, so that nobody is told when ")
                + $"{(one ? "it goes" : "they go")} off: {owners}. Give these constructs Alarms = new AlarmSettings {{ Topic = … }}, or acknowledge "
                + "this where CloudWatch is watched by other means.");
        }

        return [];
    }

    private bool HasNoAction(Alarm alarm) =>
        ((CfnAlarm)alarm.Node.DefaultChild!).AlarmActions is not { } actions || stack.Resolve(actions) is not object[] { Length: > 0 };
}
