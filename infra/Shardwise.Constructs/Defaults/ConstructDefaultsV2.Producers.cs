namespace Shardwise.Constructs.Defaults;

/// <content>Of producers.</content>
public partial class ConstructDefaultsV2
{
    /// <inheritdoc />
    /// <remarks>Yes: APIs of one name are counted together, so that each one's alarm is for all of them. The API keeps its address.</remarks>
    public override bool ApiNamedByPath => true;
}
