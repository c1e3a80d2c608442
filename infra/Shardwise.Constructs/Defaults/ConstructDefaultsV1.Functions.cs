using Amazon.CDK.AWS.Lambda;

namespace Shardwise.Constructs.Defaults;

/// <content>Of functions.</content>
public partial class ConstructDefaultsV1
{
    /// <inheritdoc />
    /// <remarks>Yes.</remarks>
    public override Tracing FunctionTracing => Tracing.ACTIVE;

    /// <inheritdoc />
    /// <remarks>No: keeping and restoring the copies is paid for.</remarks>
    public override bool FunctionSnapStart => false;
}
