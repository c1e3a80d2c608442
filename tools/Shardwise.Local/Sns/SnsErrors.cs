namespace Shardwise.Local.Sns;

/// <summary>The refusals of SNS.</summary>
internal static class SnsErrors
{
    public static AwsError NoTopic() => new("NotFound", "Topic does not exist", 404);

    public static AwsError NoSubscription() => new("NotFound", "Subscription does not exist", 404);

    public static AwsError Invalid(string message) => new("InvalidParameter", $"Invalid parameter: {message}");

    public static AwsError InvalidBatch(string code, string message) => new(code, message) { QueryCode = "AWS.SimpleNotificationService." + code };
}
