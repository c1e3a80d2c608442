namespace Shardwise.Local.Template;

/// <summary>Which property names a resource of a type.</summary>
internal static class ResourceNames
{
    /// <summary>The path of the property; null where the type has none, or none that pipelines use.</summary>
    public static string? Property(string type) => type switch
    {
        "AWS::Kinesis::Stream" or "AWS::Events::Rule" or "AWS::Events::EventBus" or "AWS::Scheduler::Schedule" or "AWS::Scheduler::ScheduleGroup"
            or "AWS::SSM::Parameter" or "AWS::SecretsManager::Secret" or "AWS::Pipes::Pipe" or "AWS::Lambda::Alias" => "Name",
        "AWS::Kinesis::StreamConsumer" => "ConsumerName",
        "AWS::KinesisFirehose::DeliveryStream" => "DeliveryStreamName",
        "AWS::Lambda::Function" => "FunctionName",
        "AWS::Lambda::LayerVersion" => "LayerName",
        "AWS::SQS::Queue" => "QueueName",
        "AWS::SNS::Topic" => "TopicName",
        "AWS::S3::Bucket" => "BucketName",
        "AWS::DynamoDB::Table" or "AWS::DynamoDB::GlobalTable" => "TableName",
        "AWS::IAM::Role" => "RoleName",
        "AWS::IAM::User" => "UserName",
        "AWS::IAM::Policy" => "PolicyName",
        "AWS::IAM::ManagedPolicy" => "ManagedPolicyName",
        "AWS::Logs::LogGroup" => "LogGroupName",
        "AWS::Logs::LogStream" => "LogStreamName",
        "AWS::CloudWatch::Alarm" or "AWS::CloudWatch::CompositeAlarm" => "AlarmName",
        "AWS::CloudWatch::Dashboard" => "DashboardName",
        "AWS::Glue::Database" => "DatabaseInput.Name",
        "AWS::Glue::Table" => "TableInput.Name",
        "AWS::KMS::Alias" => "AliasName",
        "AWS::StepFunctions::StateMachine" => "StateMachineName",
        _ => null,
    };

    /// <summary>What a name made here has to end with.</summary>
    /// <param name="type">The resource's type.</param>
    /// <param name="property">Reads a property of it.</param>
    public static string Suffix(string type, Func<string, string?> property) => type switch
    {
        "AWS::SQS::Queue" when property("FifoQueue") == "true" => ".fifo",
        "AWS::SNS::Topic" when property("FifoTopic") == "true" => ".fifo",
        _ => "",
    };
}
