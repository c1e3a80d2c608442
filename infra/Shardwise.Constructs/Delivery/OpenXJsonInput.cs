using Shardwise.Constructs.Defaults;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>The OpenX deserializer, the service's recommendation: it can map names and reads time stamps in the common forms.</summary>
public sealed record OpenXJsonInput : JsonInput
{
    /// <summary>Whether names are lowered before they are matched with columns.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool CaseInsensitive { get; init; } = ConstructDefaults.Current.JsonCaseInsensitive;

    /// <summary>Whether dots in names become underscores.</summary>
    /// <value>The default is <see langword="false"/>.</value>
    public bool DotsToUnderscores { get; init; } = ConstructDefaults.Current.JsonDotsToUnderscores;

    /// <summary>Columns with the name they have in the JSON, where it is another.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyDictionary<string, string> ColumnMappings { get; init; } = new Dictionary<string, string>();

    internal override DeserializerProperty Deserializer() => new()
    {
        OpenXJsonSerDe = new OpenXJsonSerDeProperty
        {
            CaseInsensitive = CaseInsensitive,
            ConvertDotsInJsonKeysToUnderscores = DotsToUnderscores,
            ColumnToJsonKeyMappings = ColumnMappings.Count == 0 ? null : ColumnMappings.ToDictionary(),
        },
    };
}
