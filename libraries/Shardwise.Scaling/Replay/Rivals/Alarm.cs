namespace Shardwise.Scaling.Replay.Rivals;

/// <summary>A CloudWatch alarm: it acts on the change into ALARM, not on being there.</summary>
internal sealed class Alarm
{
    private bool _inAlarm;

    /// <summary>Takes the newest state; true when it has just gone into ALARM.</summary>
    public bool Rises(bool inAlarm)
    {
        var rises = inAlarm && !_inAlarm;
        _inAlarm = inAlarm;
        return rises;
    }

    public void Forget() => _inAlarm = false;
}
