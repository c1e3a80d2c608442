using Amazon.CDK;
using Constructs;

namespace Shardwise.Constructs.Tagging;

/// <summary>The tag by which every resource says which construct made it, so that bills and inventories can be told by it.</summary>
internal static class ConstructTag
{
    /// <summary>Its key.</summary>
    public const string Key = "shardwise:construct";

    // A changed tag replaces one, and CDKs of some age do not tag it at all: FanOutConsumer writes its own.
    private static readonly string[] ReplacedByTags = ["AWS::Kinesis::StreamConsumer"];

    /// <summary>Marks all that a construct makes, but for what a construct within it marks.</summary>
    /// <param name="construct">The construct.</param>
    /// <param name="name">What it is called.</param>
    public static void Add(Construct construct, string name) =>
        Tags.Of(construct).Add(Key, name, new TagProps { ExcludeResourceTypes = ReplacedByTags });
}
