using Amazon.CDK;
using Constructs;

namespace Shardwise.Constructs.Compatibility;

/// <summary>Warns when the app is synthesized. In newer CDKs the method has a third parameter, which may be left out.</summary>
internal static class Warning
{
    /// <summary>Puts a warning on a construct.</summary>
    /// <param name="scope">The construct.</param>
    /// <param name="id">By what the warning can be acknowledged.</param>
    /// <param name="message">What it says.</param>
    public static void Add(IConstruct scope, string id, string message)
    {
        var method = typeof(Annotations).GetMethod("AddWarningV2")!;
        method.Invoke(Annotations.Of(scope), [id, message, .. new object?[method.GetParameters().Length - 2]]);
    }
}
