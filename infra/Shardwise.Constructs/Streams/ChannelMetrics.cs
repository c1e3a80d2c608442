namespace Shardwise.Constructs.Streams;

/// <summary>What a channel's metrics are called, which differs by where it delivers.</summary>
/// <remarks>Source: "Monitoring data delivery" in the Kinesis Data Streams developer guide.</remarks>
/// <param name="Prefix">What each begins with.</param>
/// <param name="Things">What is counted: <c>Record</c> or <c>Row</c>.</param>
internal sealed record ChannelMetrics(string Prefix, string Things)
{
    public string Freshness => $"{Prefix}.DataFreshness";

    public string Delivered => $"{Prefix}.Successful{Things}Count";

    public string Failed => $"{Prefix}.Failed{Things}Count";

    public string DeadLetters => $"{Prefix}.DLQDeliverySuccess";
}
