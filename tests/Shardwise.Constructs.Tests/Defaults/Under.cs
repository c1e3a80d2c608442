using Shardwise.Constructs.Defaults;

namespace Shardwise.Constructs.Tests.Defaults;

/// <summary>Goes over to a version of the defaults until it is disposed of: <c>using (new Under(ConstructDefaults.V2))</c>.</summary>
internal sealed class Under : IDisposable
{
    public Under(ConstructDefaults defaults) => ConstructDefaults.Use(defaults);

    public void Dispose() => ConstructDefaults.Use(ConstructDefaults.V1);
}
