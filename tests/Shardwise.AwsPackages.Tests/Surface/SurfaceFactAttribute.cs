namespace Shardwise.AwsPackages.Tests.Surface;

/// <summary>Compares a stand-in with the description of the real package, where that lies beside the repository.</summary>
public sealed class SurfaceFactAttribute : StandinFactAttribute
{
    public SurfaceFactAttribute()
    {
        if (ApiFacts.File is null)
        {
            Skip ??= "There is no ../shared/facts/aws-api.md beside the repository.";
        }
    }
}
