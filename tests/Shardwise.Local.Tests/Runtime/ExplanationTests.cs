namespace Shardwise.Local.Tests.Runtime;

/// <summary>What is told of properties that do nothing here.</summary>
public sealed class ExplanationTests
{
    // All that counts here, and of each type one property that AWS knows and nothing here does, or that nobody knows.
    private const string Resources = """
        "Stream":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"s","ShardCount":1,"RetentionPeriodHours":24,"MaxRecordSizeInKiB":1024,"Tags":[],
          "StreamModeDetails":{"StreamMode":"PROVISIONED"},"StreamEncryption":{"EncryptionType":"KMS","KeyId":"alias/aws/kinesis"},"DesiredShardLevelMetrics":[],
          "WarmThroughputMiBps":0,"RecordDistributionStrategy":"USER_PARTITION_KEY","Colour":"blue"}},
        "Function":{"Type":"AWS::Lambda::Function","Properties":{"FunctionName":"f","Description":"Says little.","Handler":"A::B::C","Runtime":"dotnet10","Timeout":60,
          "MemorySize":512,"ReservedConcurrentExecutions":2,"Environment":{"Variables":{}},"Layers":[],"Role":"arn:aws:iam::000000000000:role/r","Code":{"S3Key":"code.zip"},
          "EphemeralStorage":{"Size":1024}}},
        "Mapping":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["Stream","Arn"]},"FunctionName":{"Ref":"Function"},"Enabled":true,
          "StartingPosition":"LATEST","BatchSize":10,"MaximumBatchingWindowInSeconds":1,"ParallelizationFactor":1,"BisectBatchOnFunctionError":true,
          "MaximumRetryAttempts":1,"MaximumRecordAgeInSeconds":60,"FunctionResponseTypes":["ReportBatchItemFailures"],"FilterCriteria":{"Filters":[]},
          "MetricsConfig":{"Metrics":["EventCount"]}}},
        "Rule":{"Type":"AWS::Events::Rule","Properties":{"Name":"r","ScheduleExpression":"rate(1 minute)","State":"ENABLED","Targets":[{"Id":"t","Arn":{"Fn::GetAtt":["Function","Arn"]}}],
          "RoleArn":"arn:aws:iam::000000000000:role/r"}},
        "Bucket":{"Type":"AWS::S3::Bucket","Properties":{"BucketName":"b","LifecycleConfiguration":{"Rules":[]}}}
        """;

    [Fact]
    public void Each_property_that_nothing_here_does_is_named_and_no_other()
    {
        using var assembly = new TestAssembly(Resources);

        var told = LocalPipeline.Explain(new LocalPipelineOptions { CloudAssembly = assembly.Path, LambdaHost = "", Services = new LocalServicesOptions { DataDirectory = "" } });

        Assert.Equal(
            [
                "Stream: a stream of the local Kinesis; without Colour",
                "Function: a process of its own; without EphemeralStorage",
                "Mapping: reads its stream and invokes its function; without MetricsConfig",
                "Rule: invokes its targets; without RoleArn",
                "Bucket: a folder; without LifecycleConfiguration",
            ],
            told.Select(resource => $"{resource.LogicalId}: {resource.Reason}"));
    }
}
