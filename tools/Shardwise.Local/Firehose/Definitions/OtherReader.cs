namespace Shardwise.Local.Firehose;

/// <summary>Reads the destinations that do not run here: enough of them to write what they would get.</summary>
internal static class OtherReader
{
    public static DestinationDefinition Read(string name, string destination, Settings settings)
    {
        var s3 = S3Reader.Target(settings.RequiredSection("S3Configuration"));
        var backup = settings.Section("S3BackupConfiguration") is { } section ? S3Reader.Target(section) : s3;
        var common = new DestinationDefinition
        {
            S3 = s3,
            Backup = settings.Text("S3BackupMode") is "Enabled" or "AllDocuments" or "AllEvents" or "AllData" ? backup : null,
        };
        if (destination == "Redshift")
        {
            return common with { NotRun = "its objects are written to S3, and not copied to a cluster" };
        }

        // Splunk's buffering has no name of its own in the template before CDK 2.100.
        var buffer = destination == "Splunk" ? S3Reader.Buffer(settings, 1, 5, 5, 60) : S3Reader.Buffer(settings, 1, 128, 5, 300);
        return common with
        {
            Folder = new FolderTarget(destination, settings.Text("IndexName"), buffer),
            NotRun = $"{destination} does not run here: what it would get is written to the folder "
                + $"firehose/{name}/{destination} of the data directory",
        };
    }
}
