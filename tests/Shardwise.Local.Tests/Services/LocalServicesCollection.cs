namespace Shardwise.Local.Tests.Services;

[CollectionDefinition(LocalServicesFixture.Collection)]
public sealed class LocalServicesCollection : ICollectionFixture<LocalServicesFixture>;
