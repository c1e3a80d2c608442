namespace Shardwise.Constructs.Delivery;

/// <summary>How far records from CloudWatch Logs are unpacked.</summary>
public enum LogUnpacking
{
    /// <summary>Not at all: each record stays compressed.</summary>
    None,

    /// <summary>Decompressed: each record is the envelope that CloudWatch Logs sent, with its log events.</summary>
    Envelope,

    /// <summary>Decompressed, and only the messages of the log events are kept.</summary>
    Messages,
}
