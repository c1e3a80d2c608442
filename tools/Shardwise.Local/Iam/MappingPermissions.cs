using Shardwise.Local.Routing;
using Shardwise.Local.Template;

namespace Shardwise.Local.Iam;

/// <summary>What an event-source mapping needs of its function's role; AWS refuses to make one whose role lacks it.</summary>
internal static class MappingPermissions
{
    // The Lambda developer guide, Kinesis permissions. By enhanced fan-out the records are pushed.
    private static readonly string[] Polling = ["kinesis:DescribeStream", "kinesis:ListShards", "kinesis:GetShardIterator", "kinesis:GetRecords"];

    /// <exception cref="LocalPipelineException">A role lacks something.</exception>
    public static void Check(PipelinePlan plan, AccessGuard guard)
    {
        foreach (var mapping in plan.Mappings)
        {
            var function = plan.Functions.First(function => function.Name == mapping.FunctionName);
            bool isPushed = mapping.SourceArn.Contains("/consumer/", StringComparison.Ordinal);
            var needs = isPushed
                ? [new NeededPermission("kinesis:SubscribeToShard", mapping.SourceArn)]
                : Polling.Select(action => new NeededPermission(action, mapping.StreamArn)).ToArray();
            string? refusal = function.RoleArn is { } role
                ? needs.Select(needed => guard.Judge(role, function.Name, needed)).FirstOrDefault(sentence => sentence is not null)
                : null;
            if (refusal is not null)
            {
                throw new LocalPipelineException(
                    $"template: {mapping.LogicalId} (AWS::Lambda::EventSourceMapping): AWS would refuse it: {refusal}. "
                        + $"Grant the role of {function.LogicalId} to read the stream; --no-iam runs it without");
            }
        }
    }
}
