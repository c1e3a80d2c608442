namespace Shardwise.Constructs.Delivery;

/// <summary>Where Honeycomb takes what Firehose delivers, by the team's region.</summary>
/// <remarks>Source, docs.honeycomb.io: the servers of the API, and its operation "Create Kinesis Events".</remarks>
public sealed record HoneycombEndpoint
{
    private HoneycombEndpoint(string server) => Server = server;

    /// <summary>United States.</summary>
    public static HoneycombEndpoint Us { get; } = new("https://api.honeycomb.io");

    /// <summary>European Union.</summary>
    public static HoneycombEndpoint Eu { get; } = new("https://api.eu1.honeycomb.io");

    /// <summary>The server's address, to which the dataset's path is added.</summary>
    public string Server { get; }
}
