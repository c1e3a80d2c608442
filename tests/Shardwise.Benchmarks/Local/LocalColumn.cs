namespace Shardwise.Benchmarks.Local;

/// <summary>What was measured of one service.</summary>
internal sealed class LocalColumn
{
    public string Name { get; set; } = "";

    public List<double> Starts { get; } = [];

    public List<double> StartProcessor { get; } = [];

    public Dictionary<(int Bytes, int Clients), PutRates> Puts { get; } = [];

    public (double Middle, double Slow, double Rate) Single { get; set; }

    public (int Records, double Rate) Reads { get; set; }

    /// <summary>Bytes of the process a byte of data stored.</summary>
    public double Memory { get; set; }

    /// <summary>Of that what has come since the start.</summary>
    public double Growth { get; set; }
}
