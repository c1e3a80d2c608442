namespace Shardwise.Local.Firehose;

/// <summary>Why a record was not delivered.</summary>
internal sealed record RecordFailure
{
    /// <summary>What <c>!{firehose:error-output-type}</c> becomes.</summary>
    public required string Type { get; init; }

    public required string Code { get; init; }

    public required string Message { get; init; }

    public int Attempts { get; init; } = 1;

    /// <summary>The function that failed, where one did.</summary>
    public string? LambdaArn { get; init; }

    /// <summary>The table of a conversion that failed.</summary>
    public GlueTable? Table { get; init; }

    public static RecordFailure Processing(string code, string message) => new() { Type = "processing-failed", Code = code, Message = message };
}
