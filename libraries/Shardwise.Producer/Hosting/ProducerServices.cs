using Amazon.Kinesis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Shardwise.Producer;

/// <summary>Registers producers with a container.</summary>
public static class ProducerServices
{
    /// <summary>
    /// Registers a producer of a stream as a singleton: by its type where it is the only one, and by the stream's name as its key in any case
    /// (<c>[FromKeyedServices("orders")] KinesisProducer orders</c>).
    /// </summary>
    /// <param name="services">The container's registrations, with an <see cref="IAmazonKinesis"/> among them.</param>
    /// <param name="streamName">The stream's name.</param>
    /// <param name="configure">Changes the options; those it gets log to the container's loggers. Null for the defaults.</param>
    /// <returns>The same registrations.</returns>
    /// <exception cref="ArgumentException">The name is empty, or a producer of the stream is registered already.</exception>
    /// <remarks>
    /// The container disposes of it, which sends what is buffered (<see cref="ProducerOptions.DisposeTimeout"/>): a host does, and a container of
    /// one's own by <c>await using</c>. An option that is out of its range fails where the producer is first asked for.
    /// </remarks>
    public static IServiceCollection AddShardwiseProducer(
        this IServiceCollection services, string streamName, Func<ProducerOptions, ProducerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(streamName);
        if (services.Any(service => service.ServiceType == typeof(KinesisProducer) && streamName.Equals(service.ServiceKey)))
        {
            throw new ArgumentException(
                $"A producer of the stream '{streamName}' is registered already: one a stream is allowed.", nameof(streamName));
        }

        services.AddKeyedSingleton(streamName, (provider, _) => Make(provider, streamName, configure));
        if (!services.Any(service => service is { IsKeyedService: false } && service.ServiceType == typeof(KinesisProducer)))
        {
            services.AddSingleton(OnlyOne);
        }

        return services;

        // It is the keyed one's again: the container would dispose of it twice, which does no harm.
        KinesisProducer OnlyOne(IServiceProvider provider)
        {
            string[] streams = [.. services.Where(service => service is { IsKeyedService: true } && service.ServiceType == typeof(KinesisProducer))
                .Select(service => service.ServiceKey).OfType<string>()];
            return streams.Length == 1
                ? provider.GetRequiredKeyedService<KinesisProducer>(streamName)
                : throw new InvalidOperationException(
                    $"There are producers of {streams.Length} streams ({string.Join(", ", streams)}): ask for one by its stream's name, "
                    + $"[FromKeyedServices(\"{streamName}\")].");
        }
    }

    private static KinesisProducer Make(IServiceProvider provider, string streamName, Func<ProducerOptions, ProducerOptions>? configure)
    {
        IAmazonKinesis client = provider.GetService<IAmazonKinesis>() ?? throw new InvalidOperationException(
            $"The producer of the stream '{streamName}' needs an {nameof(IAmazonKinesis)}: register one, such as "
            + "services.AddSingleton<IAmazonKinesis>(new AmazonKinesisClient()).");
        var options = new ProducerOptions { Logger = provider.GetService<ILoggerFactory>()?.CreateLogger<KinesisProducer>() };
        return new KinesisProducer(client, streamName, configure?.Invoke(options) ?? options);
    }
}
