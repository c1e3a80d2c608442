namespace Shardwise.Constructs.Delivery;

/// <summary>How often a new index is begun; its name gets the time appended.</summary>
public enum IndexRotation
{
    /// <summary>Never.</summary>
    NoRotation,

    /// <summary>Every hour.</summary>
    OneHour,

    /// <summary>Every day.</summary>
    OneDay,

    /// <summary>Every week.</summary>
    OneWeek,

    /// <summary>Every month.</summary>
    OneMonth,
}
