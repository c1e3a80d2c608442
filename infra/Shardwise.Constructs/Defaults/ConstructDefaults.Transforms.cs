using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Functions;

namespace Shardwise.Constructs.Defaults;

/// <content>Of the functions that records pass through.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>The processor that a transform's function runs on.</summary>
    public abstract FunctionArchitecture TransformArchitecture { get; }

    /// <summary>How much is gathered for one call of a transform, in MB.</summary>
    public abstract double TransformBufferMb { get; }

    /// <summary>The same on the way to Splunk and Snowflake.</summary>
    public abstract double TransformSmallBufferMb { get; }

    /// <summary>How long records are gathered for one call of a transform.</summary>
    public abstract TimeSpan TransformBufferInterval { get; }

    /// <summary>How often a failed call of a transform is made again.</summary>
    public abstract double TransformRetries { get; }

    /// <summary>A transform function's memory in MB.</summary>
    public abstract double TransformMemoryMb { get; }

    /// <summary>How long one call of a transform function may take.</summary>
    public abstract TimeSpan TransformTimeout { get; }

    /// <summary>How long a transform function's log is kept.</summary>
    public abstract RetentionDays TransformLogRetention { get; }
}
