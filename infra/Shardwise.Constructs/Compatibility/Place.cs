using Amazon.CDK;

namespace Shardwise.Constructs.Compatibility;

/// <summary>Where a resource is, of whose property newer CDKs moved the type to another namespace.</summary>
internal static class Place
{
    /// <summary>The account of a resource; a token where it is not known before the deployment.</summary>
    public static string AccountOf(IResource resource) => Of(resource, "Account");

    /// <summary>The region of a resource; a token where it is not known before the deployment.</summary>
    public static string RegionOf(IResource resource) => Of(resource, "Region");

    private static string Of(IResource resource, string property)
    {
        var place = typeof(IResource).GetProperty(nameof(IResource.Env))!.GetValue(resource)!;
        return (string)place.GetType().GetProperty(property)!.GetValue(place)!;
    }
}
