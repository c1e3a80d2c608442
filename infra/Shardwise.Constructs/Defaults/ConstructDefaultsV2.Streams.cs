namespace Shardwise.Constructs.Defaults;

/// <content>Of streams and channels.</content>
public partial class ConstructDefaultsV2
{
    /// <inheritdoc />
    /// <remarks>Yes: under a name of the path alone, a channel whose stream changes cannot be deployed.</remarks>
    public override bool ChannelNamedByContent => true;

    /// <inheritdoc />
    /// <remarks>Yes: under a name of the path alone, a consumer whose tags change cannot be deployed.</remarks>
    public override bool FanOutNamedByTags => true;
}
