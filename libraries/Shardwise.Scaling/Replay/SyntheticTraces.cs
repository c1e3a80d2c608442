namespace Shardwise.Scaling.Replay;

/// <summary>Traffic by formula, with 3 % of noise a minute: steps, ramps, days, spikes, saw teeth and a launch.</summary>
public static class SyntheticTraces
{
    private const double Noise = 0.03;
    private const double BytesPerRecord = 700;
    private const int Day = 1_440;

    private static readonly (string Name, int Minutes, int Seed, Func<int, double> Shards)[] Shapes =
    [
        ("step-x4", 2 * Day, 201, minute => minute is (>= 600 and < 1_080) or (>= 2_340 and < 2_600) ? 40 : 10),
        ("ramp-x8", 2 * Day, 202, minute => Math.Max(Ramp(minute - 720), Ramp(minute - 2_300))),
        ("sine-x32", 10 * Day, 203, minute => 1.25 + (40 - 1.25) * (1 - Math.Cos(2 * Math.PI * minute / Day)) / 2),
        ("spikes", 2 * Day, 204, minute => minute % 25 >= 22 ? 20 : 5),
        ("sawtooth", 2 * Day, 205, minute => 4 + 20 * (minute % 240) / 240.0),
        ("sine-4h", 10 * Day, 301, minute => 5 + 35 * (1 - Math.Cos(2 * Math.PI * minute / 240.0)) / 2),
        ("minute-spikes", 10 * Day, 302, minute => minute % 30 == 29 ? 20 : 5),
        ("launch", 5 * Day, 206, minute => Launch(minute - 3 * Day)),
    ];

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Shapes.Select(shape => shape.Name)];

    /// <summary>Makes a trace, the same every time.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static Trace Create(string name)
    {
        var (_, minutes, seed, shards) = Array.Find(Shapes, shape => shape.Name == name);
        if (shards is null)
            throw new ArgumentException($"\"{name}\" is no synthetic trace; there are {string.Join(", ", Names)}.");
        var random = new Random(seed);
        return new Trace(name, [.. Enumerable.Range(0, minutes).Select(minute =>
        {
            var records = Math.Round(shards(minute) * ShardCapacity.RecordsPerMinute * Math.Exp(Noise * Normal(random)));
            return new TraceMinute(records, records * BytesPerRecord);
        })]);
    }

    // From 5 to 40 shards within half an hour, held for four hours, back within an hour.
    private static double Ramp(int minute) => minute switch
    {
        < 0 => 5,
        < 30 => 5 + 35 * minute / 30.0,
        < 270 => 40,
        < 330 => 40 - 35 * (minute - 270) / 60.0,
        _ => 5,
    };

    // To 30 shards within 20 minutes, then towards 10, half of the rest every 8 hours.
    private static double Launch(int minute) => minute switch
    {
        < 0 => 1.5,
        < 20 => 1.5 + 28.5 * minute / 20.0,
        _ => 10 + 20 * Math.Pow(0.5, (minute - 20) / 480.0),
    };

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
