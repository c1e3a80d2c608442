namespace Shardwise.Local.Firehose;

/// <summary>The function that transforms records.</summary>
internal sealed record LambdaProcessing
{
    /// <summary>As the template gives it: a version or an alias may follow.</summary>
    public required string Arn { get; init; }

    /// <summary>The role that it is invoked with; null: none is named.</summary>
    public string? RoleArn { get; init; }

    public required int Retries { get; init; }

    public required BufferLimits Buffer { get; init; }

    /// <summary>Failures name the function with a version.</summary>
    public string QualifiedArn => Arn.Split(':').Length > 7 ? Arn : Arn + ":$LATEST";
}
