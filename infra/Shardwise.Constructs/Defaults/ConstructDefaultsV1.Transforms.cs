using Amazon.CDK.AWS.Logs;
using Shardwise.Constructs.Functions;

namespace Shardwise.Constructs.Defaults;

/// <content>Of the functions that records pass through.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>ARM: the cheaper one for the same memory.</remarks>
    public override FunctionArchitecture TransformArchitecture => FunctionArchitecture.Arm64;

    /// <inheritdoc />
    /// <remarks>1, the service's own.</remarks>
    public override double TransformBufferMb => 1;

    /// <inheritdoc />
    /// <remarks>0.25, the service's own.</remarks>
    public override double TransformSmallBufferMb => 0.25;

    /// <inheritdoc />
    /// <remarks>60 s, the service's own.</remarks>
    public override TimeSpan TransformBufferInterval => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    /// <remarks>3, the service's own.</remarks>
    public override double TransformRetries => 3;

    /// <inheritdoc />
    /// <remarks>512 MB.</remarks>
    public override double TransformMemoryMb => 512;

    /// <inheritdoc />
    /// <remarks>60 s.</remarks>
    public override TimeSpan TransformTimeout => TimeSpan.FromSeconds(60);

    /// <inheritdoc />
    /// <remarks>One month.</remarks>
    public override RetentionDays TransformLogRetention => RetentionDays.ONE_MONTH;
}
