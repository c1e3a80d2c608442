using System.Reflection;
using Amazon.CDK;

namespace Shardwise.Constructs.Compatibility;

/// <summary>The account and the region that a resource is in, as the CDK knows them. In newer CDKs their type has another name.</summary>
internal static class Whereabouts
{
    private static readonly PropertyInfo Env =
        typeof(IResource).GetInterfaces().Prepend(typeof(IResource)).Select(type => type.GetProperty("Env")).First(property => property is not null)!;

    /// <summary>Its account: that of its stack, or the one that it is imported with; a token where neither is known.</summary>
    public static string Account(this IResource resource) => Read(resource, "Account");

    /// <summary>Its region, likewise.</summary>
    public static string Region(this IResource resource) => Read(resource, "Region");

    private static string Read(IResource resource, string part) => (string)Env.PropertyType.GetProperty(part)!.GetValue(Env.GetValue(resource))!;
}
