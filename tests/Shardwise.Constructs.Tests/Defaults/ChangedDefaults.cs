using System.Runtime.CompilerServices;
using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Delivery;
using Shardwise.Constructs.Flink;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Network;
using Shardwise.Constructs.Scaling;
using Shardwise.Constructs.Streams;

namespace Shardwise.Constructs.Tests.Defaults;

/// <summary>Every default with another value that is valid too, or one of them alone.</summary>
/// <param name="only">The one that is changed; all of them where none is named.</param>
internal sealed class ChangedDefaults(string? only = null) : ConstructDefaultsV1
{
    public override bool ConsumerEnhancedFanOut => Or(true, base.ConsumerEnhancedFanOut);

    public override bool KclEnhancedFanOut => Or(false, base.KclEnhancedFanOut);

    public override RemovalPolicy KclRemovalPolicy => Or(RemovalPolicy.DESTROY, base.KclRemovalPolicy);

    public override string DeliveryPrefix => Or("in/!{timestamp:yyyy}/", base.DeliveryPrefix);

    public override string DeliveryErrorPrefix => Or("out/!{firehose:error-output-type}/", base.DeliveryErrorPrefix);

    public override string DeliveryBackupPrefix => Or("copy/!{timestamp:yyyy}/", base.DeliveryBackupPrefix);

    public override DeliveryBuffering DeliveryBackupBuffering => Or(new(4, TimeSpan.FromSeconds(240)), base.DeliveryBackupBuffering);

    public override DeliveryCompression DeliveryBackupCompression => Or(DeliveryCompression.None, base.DeliveryBackupCompression);

    public override BackupMode DeliveryBackupMode => Or(BackupMode.All, base.DeliveryBackupMode);

    public override TimeSpan DeliveryPartitioningRetry => Or(TimeSpan.FromSeconds(600), base.DeliveryPartitioningRetry);

    public override bool DeliveryAppendNewline => Or(true, base.DeliveryAppendNewline);

    public override LogUnpacking DeliveryLogUnpacking => Or(LogUnpacking.Messages, base.DeliveryLogUnpacking);

    public override MskConnectivity MskConnectivity => Or(MskConnectivity.Public, base.MskConnectivity);

    public override DeliveryBuffering OpenSearchBuffering => Or(new(4, TimeSpan.FromSeconds(240)), base.OpenSearchBuffering);

    public override TimeSpan OpenSearchRetry => Or(TimeSpan.FromSeconds(600), base.OpenSearchRetry);

    public override BackupMode OpenSearchBackupMode => Or(BackupMode.All, base.OpenSearchBackupMode);

    public override IndexRotation OpenSearchRotation => Or(IndexRotation.OneHour, base.OpenSearchRotation);

    public override DocumentIds OpenSearchDocumentIds => Or(DocumentIds.OpenSearch, base.OpenSearchDocumentIds);

    public override DeliveryBuffering OpenSearchServerlessBuffering => Or(new(4, TimeSpan.FromSeconds(240)), base.OpenSearchServerlessBuffering);

    public override TimeSpan OpenSearchServerlessRetry => Or(TimeSpan.FromSeconds(600), base.OpenSearchServerlessRetry);

    public override BackupMode OpenSearchServerlessBackupMode => Or(BackupMode.All, base.OpenSearchServerlessBackupMode);

    public override DeliveryBuffering HttpBuffering => Or(new(4, TimeSpan.FromSeconds(240)), base.HttpBuffering);

    public override TimeSpan HttpRetry => Or(TimeSpan.FromSeconds(600), base.HttpRetry);

    public override BackupMode HttpBackupMode => Or(BackupMode.All, base.HttpBackupMode);

    public override HttpEncoding HttpEncoding => Or(HttpEncoding.None, base.HttpEncoding);

    public override DeliveryBuffering SplunkBuffering => Or(new(4, TimeSpan.FromSeconds(45)), base.SplunkBuffering);

    public override TimeSpan SplunkRetry => Or(TimeSpan.FromSeconds(600), base.SplunkRetry);

    public override BackupMode SplunkBackupMode => Or(BackupMode.All, base.SplunkBackupMode);

    public override SplunkEndpoint SplunkEndpoint => Or(SplunkEndpoint.Event, base.SplunkEndpoint);

    public override TimeSpan SplunkAcknowledgmentTimeout => Or(TimeSpan.FromSeconds(360), base.SplunkAcknowledgmentTimeout);

    public override DeliveryBuffering SnowflakeBuffering => Or(new(127, TimeSpan.FromSeconds(30)), base.SnowflakeBuffering);

    public override TimeSpan SnowflakeRetry => Or(TimeSpan.FromSeconds(120), base.SnowflakeRetry);

    public override BackupMode SnowflakeBackupMode => Or(BackupMode.All, base.SnowflakeBackupMode);

    public override SnowflakeLoading SnowflakeLoading => Or(SnowflakeLoading.Content, base.SnowflakeLoading);

    public override DeliveryBuffering IcebergBuffering => Or(new(65, TimeSpan.FromSeconds(240)), base.IcebergBuffering);

    public override TimeSpan IcebergRetry => Or(TimeSpan.FromSeconds(600), base.IcebergRetry);

    public override TimeSpan RedshiftRetry => Or(TimeSpan.FromSeconds(7200), base.RedshiftRetry);

    public override BackupMode RedshiftBackupMode => Or(BackupMode.All, base.RedshiftBackupMode);

    public override string RedshiftCopyOptions => Or("json 'auto ignorecase'", base.RedshiftCopyOptions);

    public override string RedshiftStagingPrefix => Or("copied/!{timestamp:yyyy}/", base.RedshiftStagingPrefix);

    public override DeliveryBuffering DatadogBuffering => Or(new(5, TimeSpan.FromSeconds(45)), base.DatadogBuffering);

    public override TimeSpan DatadogRetry => Or(TimeSpan.FromSeconds(120), base.DatadogRetry);

    public override DeliveryBuffering NewRelicBuffering => Or(new(2, TimeSpan.FromSeconds(45)), base.NewRelicBuffering);

    public override TimeSpan NewRelicRetry => Or(TimeSpan.FromSeconds(120), base.NewRelicRetry);

    public override DeliveryBuffering DynatraceBuffering => Or(new(2, TimeSpan.FromSeconds(45)), base.DynatraceBuffering);

    public override TimeSpan DynatraceRetry => Or(TimeSpan.FromSeconds(1800), base.DynatraceRetry);

    public override DeliveryBuffering CoralogixBuffering => Or(new(7, TimeSpan.FromSeconds(45)), base.CoralogixBuffering);

    public override DeliveryBuffering ElasticBuffering => Or(new(2, TimeSpan.FromSeconds(45)), base.ElasticBuffering);

    public override DeliveryBuffering HoneycombBuffering => Or(new(16, TimeSpan.FromSeconds(45)), base.HoneycombBuffering);

    public override FlinkRuntime FlinkRuntime => Or(FlinkRuntime.Flink120, base.FlinkRuntime);

    public override double FlinkParallelism => Or(2, base.FlinkParallelism);

    public override double FlinkParallelismPerKpu => Or(2, base.FlinkParallelismPerKpu);

    public override bool FlinkAutoScaling => Or(false, base.FlinkAutoScaling);

    public override bool FlinkSnapshots => Or(false, base.FlinkSnapshots);

    public override bool FlinkSystemRollback => Or(false, base.FlinkSystemRollback);

    public override bool FlinkAllowNonRestoredState => Or(true, base.FlinkAllowNonRestoredState);

    public override bool FlinkCheckpointing => Or(false, base.FlinkCheckpointing);

    public override TimeSpan FlinkCheckpointInterval => Or(TimeSpan.FromSeconds(120), base.FlinkCheckpointInterval);

    public override TimeSpan FlinkCheckpointMinPause => Or(TimeSpan.FromSeconds(10), base.FlinkCheckpointMinPause);

    public override FlinkLogLevel FlinkLogLevel => Or(FlinkLogLevel.Warn, base.FlinkLogLevel);

    public override RetentionDays FlinkLogRetention => Or(RetentionDays.ONE_YEAR, base.FlinkLogRetention);

    public override FlinkMetricsLevel FlinkMetricsLevel => Or(FlinkMetricsLevel.Task, base.FlinkMetricsLevel);

    public override double StudioParallelism => Or(8, base.StudioParallelism);

    public override double StudioParallelismPerKpu => Or(2, base.StudioParallelismPerKpu);

    public override FlinkLogLevel StudioLogLevel => Or(FlinkLogLevel.Error, base.StudioLogLevel);

    public override RetentionDays StudioLogRetention => Or(RetentionDays.ONE_YEAR, base.StudioLogRetention);

    public override string StudioConnectorVersion => Or("1.15.5", base.StudioConnectorVersion);

    public override JsonInput ConversionInput => Or(new HiveJsonInput(), base.ConversionInput);

    public override ColumnarOutput ConversionOutput => Or(new OrcOutput(), base.ConversionOutput);

    public override string ConversionSchemaVersion => Or("7", base.ConversionSchemaVersion);

    public override bool JsonCaseInsensitive => Or(false, base.JsonCaseInsensitive);

    public override bool JsonDotsToUnderscores => Or(true, base.JsonDotsToUnderscores);

    public override ParquetCompression ParquetCompression => Or(ParquetCompression.Gzip, base.ParquetCompression);

    public override double ParquetBlockSizeMiB => Or(512, base.ParquetBlockSizeMiB);

    public override double ParquetPageSizeKiB => Or(2048, base.ParquetPageSizeKiB);

    public override bool ParquetDictionaryCompression => Or(true, base.ParquetDictionaryCompression);

    public override bool ParquetWriterVersion2 => Or(true, base.ParquetWriterVersion2);

    public override OrcCompression OrcCompression => Or(OrcCompression.Zlib, base.OrcCompression);

    public override double OrcBlockSizeMiB => Or(512, base.OrcBlockSizeMiB);

    public override double OrcStripeSizeMiB => Or(128, base.OrcStripeSizeMiB);

    public override double OrcRowIndexStride => Or(20000, base.OrcRowIndexStride);

    public override double OrcBloomFilterFalsePositives => Or(0.1, base.OrcBloomFilterFalsePositives);

    public override double OrcDictionaryKeyThreshold => Or(0.5, base.OrcDictionaryKeyThreshold);

    public override bool AlarmsEnabled => Or(false, base.AlarmsEnabled);

    public override bool PipelineDashboard => Or(false, base.PipelineDashboard);

    public override bool EndpointForDataStreams => Or(false, base.EndpointForDataStreams);

    public override bool EndpointForFirehose => Or(false, base.EndpointForFirehose);

    public override AuditedCalls AuditedCalls => Or(AuditedCalls.Writes, base.AuditedCalls);

    public override double ApiRequestsPerSecond => Or(2000, base.ApiRequestsPerSecond);

    public override double ApiBurst => Or(1000, base.ApiBurst);

    public override RetentionDays ApiLogRetention => Or(RetentionDays.ONE_YEAR, base.ApiLogRetention);

    public override string FeedPartitionKeyPath => Or("$.source", base.FeedPartitionKeyPath);

    public override TimeSpan FeedMaxEventAge => Or(TimeSpan.FromHours(6), base.FeedMaxEventAge);

    public override bool AgentEmitMetrics => Or(false, base.AgentEmitMetrics);

    public override bool AgentFromTheStart => Or(true, base.AgentFromTheStart);

    public override bool AgentKeyFromLine => Or(true, base.AgentKeyFromLine);

    public override TimeSpan AgentMaxBufferAge => Or(TimeSpan.FromSeconds(30), base.AgentMaxBufferAge);

    public override int AgentSkipHeaderLines => Or(1, base.AgentSkipHeaderLines);

    public override bool ScalerShared => Or(true, base.ScalerShared);

    public override int ScalerFailedMinutes => Or(4, base.ScalerFailedMinutes);

    public override bool ScalerMarksReshards => Or(!base.ScalerMarksReshards, base.ScalerMarksReshards);

    public override bool FanOutNamedByTags => Or(true, base.FanOutNamedByTags);

    public override int ScalingMinShards => Or(2, base.ScalingMinShards);

    public override string ScalingFloorTimeZone => Or("Europe/Berlin", base.ScalingFloorTimeZone);

    public override StreamMode StreamMode => Or(StreamMode.ON_DEMAND, base.StreamMode);

    public override double StreamShardCount => Or(3, base.StreamShardCount);

    public override bool StreamCustomerManagedKey => Or(true, base.StreamCustomerManagedKey);

    public override TimeSpan QueueVisibilityTimeout => Or(TimeSpan.FromSeconds(60), base.QueueVisibilityTimeout);

    public override double QueueMaxReceiveCount => Or(3, base.QueueMaxReceiveCount);

    public override double QueueMaxBacklog => Or(10_000, base.QueueMaxBacklog);

    public override ChannelFormat ChannelFormat => Or(ChannelFormat.Text, base.ChannelFormat);

    public override TimeSpan ChannelFreshness => Or(TimeSpan.FromSeconds(600), base.ChannelFreshness);

    public override RetentionDays ChannelLogRetention => Or(RetentionDays.ONE_YEAR, base.ChannelLogRetention);

    public override ChannelCompression ChannelBucketCompression => Or(ChannelCompression.Zstd, base.ChannelBucketCompression);

    public override ChannelCompression ChannelTableCompression => Or(ChannelCompression.Snappy, base.ChannelTableCompression);

    public override double TransformBufferMb => Or(2, base.TransformBufferMb);

    public override double TransformSmallBufferMb => Or(0.5, base.TransformSmallBufferMb);

    public override TimeSpan TransformBufferInterval => Or(TimeSpan.FromSeconds(120), base.TransformBufferInterval);

    public override double TransformRetries => Or(6, base.TransformRetries);

    public override double TransformMemoryMb => Or(1024, base.TransformMemoryMb);

    public override TimeSpan TransformTimeout => Or(TimeSpan.FromSeconds(120), base.TransformTimeout);

    public override RetentionDays TransformLogRetention => Or(RetentionDays.ONE_YEAR, base.TransformLogRetention);

    public override TimeSpan VideoRetention => Or(TimeSpan.FromHours(48), base.VideoRetention);

    public override RemovalPolicy VideoRemovalPolicy => Or(RemovalPolicy.DESTROY, base.VideoRemovalPolicy);

    public override TimeSpan SignalingMessageTtl => Or(TimeSpan.FromSeconds(120), base.SignalingMessageTtl);

    public override TimeSpan StreamMaxDelay => Or(TimeSpan.FromHours(2), base.StreamMaxDelay);

    public override TimeSpan FlinkMaxDelay => Or(TimeSpan.FromMinutes(30), base.FlinkMaxDelay);

    public override TimeSpan StreamRetention => Or(TimeSpan.FromHours(336), base.StreamRetention);

    public override RemovalPolicy StreamRemovalPolicy => Or(RemovalPolicy.DESTROY, base.StreamRemovalPolicy);

    public override ScalingSetting ScalingSetting => Or(ScalingSetting.Safe, base.ScalingSetting);

    public override double ScalingHeadroom => Or(0.2, base.ScalingHeadroom);

    public override bool ScalingUpdateShardCountOnly => Or(true, base.ScalingUpdateShardCountOnly);

    public override int ScalingReshardsADay => Or(12, base.ScalingReshardsADay);

    public override RetentionDays ScalerLogRetention => Or(RetentionDays.ONE_YEAR, base.ScalerLogRetention);

    public override FunctionArchitecture ConsumerArchitecture => Or(FunctionArchitecture.X64, base.ConsumerArchitecture);

    public override FunctionArchitecture TransformArchitecture => Or(FunctionArchitecture.X64, base.TransformArchitecture);

    public override double ConsumerMemoryMb => Or(2048, base.ConsumerMemoryMb);

    public override TimeSpan ConsumerTimeout => Or(TimeSpan.FromSeconds(120), base.ConsumerTimeout);

    public override double ConsumerBatchSize => Or(200, base.ConsumerBatchSize);

    public override TimeSpan ConsumerBatchingWindow => Or(TimeSpan.FromSeconds(10), base.ConsumerBatchingWindow);

    public override double ConsumerParallelizationFactor => Or(2, base.ConsumerParallelizationFactor);

    public override double ConsumerRetryAttempts => Or(20, base.ConsumerRetryAttempts);

    public override TimeSpan ConsumerMaxRecordAge => Or(TimeSpan.FromHours(48), base.ConsumerMaxRecordAge);

    public override StartingPosition ConsumerStartingPosition => Or(StartingPosition.LATEST, base.ConsumerStartingPosition);

    public override RetentionDays ConsumerLogRetention => Or(RetentionDays.ONE_YEAR, base.ConsumerLogRetention);

    public override RetentionDays DeliveryLogRetention => Or(RetentionDays.ONE_YEAR, base.DeliveryLogRetention);

    public override DeliveryBuffering DeliveryBuffering => Or(new(4, TimeSpan.FromSeconds(240)), base.DeliveryBuffering);

    public override DeliveryBuffering DeliveryColumnarBuffering => Or(new(127, TimeSpan.FromSeconds(240)), base.DeliveryColumnarBuffering);

    public override DeliveryCompression DeliveryCompression => Or(DeliveryCompression.Zip, base.DeliveryCompression);

    public override Tracing FunctionTracing => Or(Tracing.PASS_THROUGH, base.FunctionTracing);

    public override bool FunctionSnapStart => Or(true, base.FunctionSnapStart);

    public override bool ConsumerEnabled => Or(false, base.ConsumerEnabled);

    public override bool ConsumerEventCountMetrics => Or(true, base.ConsumerEventCountMetrics);

    public override bool ApiNamedByPath => Or(true, base.ApiNamedByPath);

    public override bool ChannelNamedByContent => Or(true, base.ChannelNamedByContent);

    private T Or<T>(T changed, T locked, [CallerMemberName] string name = "") => only is null || only == name ? changed : locked;
}
