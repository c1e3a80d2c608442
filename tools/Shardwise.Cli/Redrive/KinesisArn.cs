namespace Shardwise.Cli.Redrive;

/// <summary>The ARN of a stream.</summary>
/// <param name="StreamArn">The ARN without what an enhanced fan-out consumer adds.</param>
/// <param name="Region">The region.</param>
/// <param name="Stream">The stream's name.</param>
internal sealed record KinesisArn(string StreamArn, string Region, string Stream)
{
    /// <summary>Reads a stream's ARN, or its consumer's; <see langword="null"/> where it is none.</summary>
    public static KinesisArn? Of(string? arn) =>
        arn?.Split(':', 6) is [var scheme, var partition, "kinesis", var region, var account, var resource]
        && resource.Split('/') is ["stream", { Length: > 0 } stream, ..]
            ? new KinesisArn($"{scheme}:{partition}:kinesis:{region}:{account}:stream/{stream}", region, stream)
            : null;
}
