namespace Shardwise.Constructs.Flink;

/// <summary>An application of Managed Service for Apache Flink: code of your own, or a Studio notebook.</summary>
public interface IFlinkApplication
{
    /// <summary>Its name.</summary>
    string ApplicationName { get; }

    /// <summary>Its ARN.</summary>
    string ApplicationArn { get; }
}
