using Amazon.CDK;
using Shardwise.Constructs.Functions;

namespace Shardwise.Constructs.Defaults;

/// <content>Of consumers.</content>
public abstract partial class ConstructDefaults
{
    /// <summary>The processor that an ETL consumer runs on.</summary>
    public abstract FunctionArchitecture ConsumerArchitecture { get; }

    /// <summary>Whether an ETL consumer reads through a consumer of its own.</summary>
    public abstract bool ConsumerEnhancedFanOut { get; }

    /// <summary>Whether an ETL consumer's mapping polls its stream.</summary>
    public abstract bool ConsumerEnabled { get; }

    /// <summary>Whether the records of an ETL consumer's mapping are counted.</summary>
    public abstract bool ConsumerEventCountMetrics { get; }

    /// <summary>Whether a KCL application reads with enhanced fan-out.</summary>
    public abstract bool KclEnhancedFanOut { get; }

    /// <summary>What becomes of a KCL application's tables when its stack is deleted.</summary>
    public abstract RemovalPolicy KclRemovalPolicy { get; }
}
