using System.Text.Json;

namespace Shardwise.Local;

/// <summary>The emulator's refusals, passed on as the service's.</summary>
internal static class EmulatorErrors
{
    public static void ThrowIfRefused(EmulatorReply reply)
    {
        if (!reply.IsSuccess)
        {
            throw Read(reply);
        }
    }

    private static AwsError Read(EmulatorReply reply)
    {
        try
        {
            using var json = JsonDocument.Parse(reply.Body);
            var code = json.RootElement.GetProperty("__type").GetString()!;
            var message = json.RootElement.TryGetProperty("message", out var text) ? text.GetString() : null;
            return new AwsError(code, message ?? code, reply.Status);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return AwsError.InternalFailure($"The Kinesis emulator answered {reply.Status}.");
        }
    }
}
