namespace Shardwise.Constructs.Defaults;

/// <summary>
/// The second version of the defaults: what the first would have been, had it been known. New apps take it; one that is deployed looks at the
/// difference of its templates before it changes over, since some resources get another name or are replaced.
/// </summary>
/// <remarks>Each member's remarks say what differs from the first version, and why.</remarks>
public partial class ConstructDefaultsV2 : ConstructDefaultsV1
{
}
