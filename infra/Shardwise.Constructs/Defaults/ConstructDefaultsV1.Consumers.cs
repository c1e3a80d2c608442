using Amazon.CDK;
using Shardwise.Constructs.Functions;

namespace Shardwise.Constructs.Defaults;

/// <content>Of consumers.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>ARM: the cheaper one for the same memory.</remarks>
    public override FunctionArchitecture ConsumerArchitecture => FunctionArchitecture.Arm64;

    /// <inheritdoc />
    /// <remarks>No: that costs by shard hour and GB.</remarks>
    public override bool ConsumerEnhancedFanOut => false;

    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override bool ConsumerEnabled => true;

    /// <inheritdoc />
    /// <remarks>No: each metric is paid for.</remarks>
    public override bool ConsumerEventCountMetrics => false;

    /// <inheritdoc />
    /// <remarks>Yes, as the library does by default.</remarks>
    public override bool KclEnhancedFanOut => true;

    /// <inheritdoc />
    /// <remarks>They stay: without its leases an application starts over.</remarks>
    public override RemovalPolicy KclRemovalPolicy => RemovalPolicy.RETAIN;
}
