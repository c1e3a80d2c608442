using Shardwise.Constructs.Delivery;

namespace Shardwise.Constructs.Defaults;

/// <content>Of delivery streams.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>By year, month, day and hour of arrival, below <c>data/</c>.</remarks>
    public override string DeliveryPrefix => "data/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/";

    /// <inheritdoc />
    /// <remarks>By kind of error and day of arrival, below <c>errors/</c>.</remarks>
    public override string DeliveryErrorPrefix =>
        "errors/!{firehose:error-output-type}/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/";

    /// <inheritdoc />
    /// <remarks>By year, month, day and hour of arrival, below <c>backup/</c>.</remarks>
    public override string DeliveryBackupPrefix => "backup/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/";

    /// <inheritdoc />
    /// <remarks>5 MiB and 300 s, the service's own.</remarks>
    public override DeliveryBuffering DeliveryBackupBuffering => new(5, TimeSpan.FromSeconds(300));

    /// <inheritdoc />
    /// <remarks>gzip.</remarks>
    public override DeliveryCompression DeliveryBackupCompression => DeliveryCompression.Gzip;

    /// <inheritdoc />
    /// <remarks>No: what is delivered is there.</remarks>
    public override BackupMode DeliveryBackupMode => BackupMode.None;

    /// <inheritdoc />
    /// <remarks>300 s, the service's own.</remarks>
    public override TimeSpan DeliveryPartitioningRetry => TimeSpan.FromSeconds(300);

    /// <inheritdoc />
    /// <remarks>No.</remarks>
    public override bool DeliveryAppendNewline => false;

    /// <inheritdoc />
    /// <remarks>No.</remarks>
    public override LogUnpacking DeliveryLogUnpacking => LogUnpacking.None;

    /// <inheritdoc />
    /// <remarks>Privately.</remarks>
    public override MskConnectivity MskConnectivity => MskConnectivity.Private;
}
