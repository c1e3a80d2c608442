namespace Shardwise.Local;

/// <summary>An answer that refuses a call, with the service's own error code.</summary>
internal sealed class AwsError(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;

    public static AwsError Validation(string message) => new("ValidationException", message);
}
