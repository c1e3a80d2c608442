using System.Runtime.CompilerServices;
using Amazon.CDK;
using Constructs;
using Shardwise.Constructs.Validation;

namespace Shardwise.Constructs.Monitoring;

/// <summary>
/// Which stacks the constructs made refer to which others. References must run one way, and the CDK finds out only when all is made and nothing can
/// be placed otherwise any more.
/// </summary>
internal static class StackReferences
{
    private static readonly ConditionalWeakTable<Stack, HashSet<Stack>> Known = [];
    private static long made;

    /// <summary>A number that grows: of two constructs the one made later may have been given the other, and never the other way.</summary>
    public static long NextOrder() => Interlocked.Increment(ref made);

    /// <summary>Says that a construct refers to another, where they are of two stacks and the other is made and not imported.</summary>
    /// <exception cref="InvalidPropsException">The other's stack refers to this one's already.</exception>
    public static void Note(IConstruct from, IConstruct to)
    {
        var (own, other) = (Of(from), Of(to));
        if (!ReferenceEquals(own, other) && to.Node.DefaultChild is CfnResource)
        {
            new PropsCheck($"{from.GetType().Name} '{from.Node.Id}' cannot be made in stack '{own.StackName}'").Require(
                !Reach(other, own), $"The stack of '{to.Node.Path}'", $"'{other.StackName}', which refers to '{own.StackName}' already",
                "one that does not, since references between stacks run one way: what stacks share, such as a topic or a scaler, in a stack of its "
                + "own")
                .ThrowIfAny();
            Known.GetOrCreateValue(own).Add(other);
        }
    }

    /// <summary>
    /// The stack of a construct; of one in a nested stack the outermost, within which CloudFormation lets references run both ways.
    /// </summary>
    public static Stack Of(IConstruct construct)
    {
        var stack = Stack.Of(construct);
        while (stack.NestedStackParent is { } parent)
            stack = parent;
        return stack;
    }

    /// <summary>Whether a stack is known to refer to another, perhaps through others in between.</summary>
    public static bool Reach(Stack from, Stack to)
    {
        var (seen, open) = (new HashSet<Stack> { from }, new Queue<Stack>([from]));
        while (open.TryDequeue(out var stack))
        {
            if (ReferenceEquals(stack, to))
                return true;
            IEnumerable<Stack> next = Known.TryGetValue(stack, out var known) ? known.Concat(stack.Dependencies) : stack.Dependencies;
            foreach (var other in next.Where(seen.Add))
                open.Enqueue(other);
        }

        return false;
    }
}
