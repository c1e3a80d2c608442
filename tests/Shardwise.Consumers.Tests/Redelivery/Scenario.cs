namespace Shardwise.Consumers.Tests.Redelivery;

public sealed record Scenario(int Seed, int KinesisRecords, int Kills, bool Bisects, bool Remembers, int Parallelism);
