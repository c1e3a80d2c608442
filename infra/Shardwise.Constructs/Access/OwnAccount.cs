using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Access;

/// <summary>Grants of resources that have no policy of their own: what the principal's policies do not say, nothing does.</summary>
internal static class OwnAccount
{
    /// <summary>Refuses a principal that is not of the resource's own account, since half a grant is none.</summary>
    /// <param name="owner">The construct that grants.</param>
    /// <param name="grantee">The principal.</param>
    /// <exception cref="InvalidPropsException">The principal is of another account, or its policies are not written in this app.</exception>
    public static void Require(IConstruct owner, IGrantable grantee)
    {
        var who = Grantee.Of(grantee, Stack.Of(owner).Account);
        // Of an account that is only known at deployment it may be the very one.
        var check = new PropsCheck($"{owner.GetType().Name} '{owner.Node.Id}' cannot be granted");
        check.Require(
            who.IsPlain || (who.Relation == AccountRelation.Unknown && who.IsEditable), "The grantee", who.Text,
            "a principal of the stack's own account, such as a role that another account may assume, since the resource has no policy of its own");
        check.Require(
            !who.IsElsewhere(Stack.Of(owner)), "The grantee's stack", $"'{who.Stack?.StackName}' of another environment",
            "one of the same account and region, since the resource has no name that another could say beforehand");
        check.ThrowIfAny();
    }
}
