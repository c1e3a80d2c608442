namespace Shardwise.Local.Firehose;

/// <summary>A record cannot become a row; code and message are the service's.</summary>
internal sealed class ConversionException(string code, string message) : Exception(message)
{
    public string Code { get; } = "DataFormatConversion." + code;

    public static ConversionException Mismatch(string what) => new("MalformedData", $"Data does not match the schema. {what}");
}
