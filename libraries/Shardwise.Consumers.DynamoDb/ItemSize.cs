using System.Text;
using Amazon.DynamoDBv2.Model;

namespace Shardwise.Consumers;

/// <summary>
/// What DynamoDB counts of an item: its names and values in bytes.
/// Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
/// </summary>
internal static class ItemSize
{
    /// <summary>The most bytes of an item.</summary>
    public const int Most = 400 * 1024;

    private const int OfContainer = 3;
    private const int OfElement = 1;

    public static long Of(IReadOnlyDictionary<string, AttributeValue> item) =>
        item.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key) + Of(attribute.Value));

    // A number takes a byte for two digits, one for its exponent, and one for a sign: its text is never shorter by more than that.
    private static long Of(AttributeValue value) => value switch
    {
        { S: { } text } => Encoding.UTF8.GetByteCount(text),
        { N: { } number } => (number.Length / 2) + 2,
        { B: { } bytes } => bytes.Length,
        { M: { Count: > 0 } map } => OfContainer + Of(map) + (OfElement * map.Count),
        { L: { Count: > 0 } list } => OfContainer + list.Sum(element => OfElement + Of(element)),
        { SS: { Count: > 0 } texts } => texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text)),
        { NS: { Count: > 0 } numbers } => numbers.Sum(number => (number.Length / 2) + 2L),
        { BS: { Count: > 0 } blobs } => blobs.Sum(blob => blob.Length),
        _ => OfElement,
    };
}
