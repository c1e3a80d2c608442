namespace Shardwise.Consumers.Tests.Redelivery;

public enum Fate
{
    Works,
    WorksLater,
    WorksAtTheSecondAttempt,
    FindsTheDependencyDown,
    IsRejected,
    AlwaysFails,
}
