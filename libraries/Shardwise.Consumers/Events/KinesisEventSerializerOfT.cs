using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Shardwise.Consumers;

/// <summary>
/// A <see cref="KinesisEventSerializer"/> that reads and writes all other types by source-generated code, as a trimmed function needs.
/// </summary>
/// <typeparam name="TContext">The user's context; it lists the answer, <c>StreamsEventResponse</c>, and no <c>KinesisEvent</c>.</typeparam>
public sealed class KinesisEventSerializer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TContext>()
    : KinesisEventSerializer(new SourceGeneratorLambdaJsonSerializer<TContext>())
    where TContext : JsonSerializerContext;
