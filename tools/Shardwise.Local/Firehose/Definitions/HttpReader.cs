namespace Shardwise.Local.Firehose;

/// <summary>Reads HTTP endpoint destinations.</summary>
internal static class HttpReader
{
    /// <summary>What the destination is called.</summary>
    public const string Kind = "HttpEndpoint";

    // The request format allows so many records.
    private const int MostRecords = 10_000;

    public static DestinationDefinition Read(string name, Settings settings)
    {
        var endpoint = settings.RequiredSection("EndpointConfiguration");
        string url = endpoint.RequiredText("Url");
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
        {
            throw endpoint.Problem("Url", $"is '{url}', which is no address of HTTP");
        }

        bool all = settings.Choice("S3BackupMode", "FailedDataOnly", "FailedDataOnly", "AllData") == "AllData";
        var s3 = S3Reader.Target(settings.RequiredSection("S3Configuration"));
        var buffer = S3Reader.Buffer(settings, 1, 64, 5, 300) with { Count = MostRecords, NeverExceeded = true };
        var destination = new DestinationDefinition { S3 = s3, Backup = all ? s3 : null };
        // Nothing leaves this machine.
        return address.IsLoopback
            ? destination with { Http = Endpoint(settings, endpoint, address, buffer) }
            : destination with
            {
                Folder = new FolderTarget(Kind, null, buffer),
                NotRun = $"{address.GetLeftPart(UriPartial.Authority)} is not on this machine: what it would get is written to the folder "
                    + $"firehose/{name}/{Kind} of the data directory",
            };
    }

    private static HttpTarget Endpoint(Settings settings, Settings endpoint, Uri address, BufferLimits buffer)
    {
        var request = settings.Section("RequestConfiguration");
        return new HttpTarget
        {
            Url = address,
            AccessKey = endpoint.Text("AccessKey"),
            Gzip = request?.Choice("ContentEncoding", "NONE", "NONE", "GZIP") == "GZIP",
            CommonAttributes = request?.Sections("CommonAttributes")
                .ToDictionary(item => item.RequiredText("AttributeName"), item => item.Text("AttributeValue") ?? "") ?? [],
            Buffer = buffer,
            RetryDuration = TimeSpan.FromSeconds(settings.Section("RetryOptions")?.Number("DurationInSeconds", 0, 7200) ?? 300),
        };
    }
}
