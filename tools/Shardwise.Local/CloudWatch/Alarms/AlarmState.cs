namespace Shardwise.Local;

/// <summary>What an alarm is in: <c>OK</c>, <c>ALARM</c> or <c>INSUFFICIENT_DATA</c>, since when and why.</summary>
internal sealed record AlarmState(string Value, string Reason, DateTimeOffset Since)
{
    public const string Ok = "OK";
    public const string Alarm = "ALARM";
    public const string Insufficient = "INSUFFICIENT_DATA";
}
