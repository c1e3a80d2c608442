namespace Shardwise.Local;

/// <summary>An answer that refuses a call, with the service's own error code.</summary>
internal sealed class AwsError(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    /// <summary>The code in the service's older protocol (Query), where it has one and it differs; null otherwise.</summary>
    public string? QueryCode { get; init; }

    public static AwsError Validation(string message) => new("ValidationException", message) { QueryCode = "ValidationError" };
}
