using System.Collections.Immutable;
using Shardwise.Local.Iam;

namespace Shardwise.Local.Targets;

/// <summary>Finds who takes an ARN, and whether the sender may.</summary>
internal sealed class TargetDirectory
{
    private ImmutableList<ITarget> _targets = [];

    /// <summary>Judges senders; null (default) lets them all.</summary>
    public AccessGuard? Guard { get; set; }

    public void Add(ITarget target) => ImmutableInterlocked.Update(ref _targets, targets => targets.Add(target));

    public bool Takes(string arn) => _targets.Exists(target => target.Takes(arn));

    /// <summary>Sends a message to whatever the ARN is of.</summary>
    /// <exception cref="AwsError">Nothing here has that ARN, the sender may not, or it is refused.</exception>
    public Task SendAsync(string arn, TargetMessage message, CancellationToken cancellationToken)
    {
        var target = _targets.Find(target => target.Takes(arn)) ?? throw new AwsError("ResourceNotFoundException", $"nothing here has the ARN {arn}");
        return Refusal(target, arn, message) is { } refusal
            ? throw new AwsError("AccessDeniedException", refusal)
            : target.SendAsync(arn, message, cancellationToken);
    }

    private string? Refusal(ITarget target, string arn, TargetMessage message) =>
        Guard is null || message.Service is null ? null
        : message.RoleArn is { } role ? Guard.Judge(role, message.Service.Split('.')[0], target.Needs(arn))
        : Guard.JudgeService(message.Service, message.SourceArn, target.Needs(arn));
}
