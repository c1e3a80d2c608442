using Shardwise.Constructs.Delivery;

namespace Shardwise.Constructs.Defaults;

/// <content>Of delivery streams.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>What the keys of delivered objects begin with.</summary>
    public abstract string DeliveryPrefix { get; }

    /// <summary>What the keys of failed records begin with.</summary>
    public abstract string DeliveryErrorPrefix { get; }

    /// <summary>What the keys of backed-up records begin with.</summary>
    public abstract string DeliveryBackupPrefix { get; }

    /// <summary>How much, and how long, records are gathered for one object of the backup or of the staging bucket.</summary>
    public abstract DeliveryBuffering DeliveryBackupBuffering { get; }

    /// <summary>How objects of the backup and of the staging bucket are compressed.</summary>
    public abstract DeliveryCompression DeliveryBackupCompression { get; }

    /// <summary>Whether a delivery to S3 keeps the records as they came, too.</summary>
    public abstract BackupMode DeliveryBackupMode { get; }

    /// <summary>How long delivery of a partition is tried again.</summary>
    public abstract TimeSpan DeliveryPartitioningRetry { get; }

    /// <summary>Whether a line feed is put after each delivered record.</summary>
    public abstract bool DeliveryAppendNewline { get; }

    /// <summary>Whether what CloudWatch Logs sends is unpacked.</summary>
    public abstract LogUnpacking DeliveryLogUnpacking { get; }

    /// <summary>How a cluster of MSK is reached.</summary>
    public abstract MskConnectivity MskConnectivity { get; }
}
