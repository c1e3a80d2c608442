namespace Shardwise.LocalKinesis.Operations;

/// <summary>An answer that refuses a call, with the service's own error code.</summary>
/// <param name="code">The code, without namespace.</param>
/// <param name="message">The text; null where the service sends none.</param>
/// <param name="status">The HTTP status.</param>
internal sealed class Refusal(string code, string? message, int status = 400) : Exception(message ?? code)
{
    public string Code { get; } = code;

    public string? Text { get; } = message;

    public int Status { get; } = status;
}
