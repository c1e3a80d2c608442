using Amazon.CDK;
using Amazon.CDK.AWS.Events;
using Amazon.CDK.AWS.IAM;
using Shardwise.Constructs.Compatibility;

namespace Shardwise.Constructs.Delivery;

/// <summary>Puts the events of a rule into a delivery stream.</summary>
/// <remarks>The CDK has had three targets for it, of which each deprecates the one before. What they render is the same, and so is this.</remarks>
internal sealed class FirehoseEventTarget(FirehoseStream stream, RuleTargetInput? message)
{
    // The name and place that the CDK's own targets give the role: one for all rules of a delivery stream.
    private const string RoleId = "EventsRole";

    public void AddTo(Rule rule) => rule.AddTarget(RuleTarget.Of(() => new RuleTargetConfig
    {
        Arn = stream.StreamArn,
        Role = MakeRole(),
        Input = message,
        TargetResource = stream.Resource,
    }));

    private IRole MakeRole()
    {
        var role = stream.Resource.Node.TryFindChild(RoleId) as IRole ?? new Role(stream.Resource, RoleId, new RoleProps
        {
            RoleName = PhysicalName.GENERATE_IF_NEEDED,
            AssumedBy = new ServicePrincipal("events.amazonaws.com"),
        });
        stream.GrantPut(role);
        return role;
    }
}
