namespace Shardwise.Consumers.Tests.Redelivery;

/// <summary>A user record by what is in it: the number grows within its key, over the reshard too.</summary>
public readonly record struct UserRecordId(string Key, int Number, Fate Fate) : IComparable<UserRecordId>
{
    public bool IsPoison => Fate is Fate.IsRejected or Fate.AlwaysFails;

    public static UserRecordId Parse(string text)
    {
        var parts = text.Split('|');
        return new UserRecordId(parts[0], int.Parse(parts[1]), Enum.Parse<Fate>(parts[2]));
    }

    public int CompareTo(UserRecordId other) => Number.CompareTo(other.Number);

    public override string ToString() => $"{Key}|{Number}|{Fate}";
}
