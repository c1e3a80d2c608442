namespace Shardwise.Constructs.Delivery;

/// <summary>Which of Splunk's two kinds of HTTP Event Collector endpoint takes the records.</summary>
public enum SplunkEndpoint
{
    /// <summary>Records as they are.</summary>
    Raw,

    /// <summary>Records that are events in Splunk's own JSON form.</summary>
    Event,
}
