namespace Shardwise.Local.Iam;

/// <summary>And, or, not, where some of it is not known: what is certain either way wins.</summary>
internal static class Logic
{
    public static Truth And(Truth a, Truth b) => a == Truth.No || b == Truth.No ? Truth.No : a == Truth.Unknown || b == Truth.Unknown
        ? Truth.Unknown : Truth.Yes;

    public static Truth Or(Truth a, Truth b) => a == Truth.Yes || b == Truth.Yes ? Truth.Yes : a == Truth.Unknown || b == Truth.Unknown
        ? Truth.Unknown : Truth.No;

    public static Truth Not(Truth a) => a switch { Truth.No => Truth.Yes, Truth.Yes => Truth.No, _ => Truth.Unknown };
}
