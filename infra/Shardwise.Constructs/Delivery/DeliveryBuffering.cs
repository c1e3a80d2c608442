namespace Shardwise.Constructs.Delivery;

/// <summary>
/// How much, and how long, records are gathered for one delivery: whichever comes first. The service wants both or neither, so they come together.
/// </summary>
/// <param name="SizeMiB">In whole MiB. The range is the destination's.</param>
/// <param name="Interval">In whole seconds. The range is the destination's.</param>
public sealed record DeliveryBuffering(double SizeMiB, TimeSpan Interval);
