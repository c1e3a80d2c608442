namespace Shardwise.Local.Firehose;

/// <summary>Makes an object of records.</summary>
internal interface IObjectFormat
{
    Task<FormattedObject> FormatAsync(IReadOnlyList<DeliveryItem> items, CancellationToken cancellationToken);
}
