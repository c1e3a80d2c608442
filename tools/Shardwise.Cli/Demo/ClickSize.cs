using System.Text;
using Shardwise.Kpl;

namespace Shardwise.Cli.Demo;

/// <summary>How large a click is in the stream.</summary>
public static class ClickSize
{
    private const int Sample = 2_000;
    private const int AggregateBytes = 8_192;

    /// <summary>
    /// Mean bytes of a click inside aggregates, with its share of their overhead and of the outer partition key; measured, not estimated.
    /// </summary>
    public static double MeanAggregatedBytes()
    {
        var generator = new ClickGenerator(DateTimeOffset.UnixEpoch, _ => TimeSpan.Zero);
        var builder = new AggregatedRecordBuilder(AggregateBytes);
        Span<byte> buffer = stackalloc byte[ClickGenerator.MaxBytes];
        long bytes = 0;
        for (var number = 0; number < Sample; number++)
        {
            var click = buffer[..generator.Write(number, buffer)];
            if (!builder.TryAdd(ClickGenerator.UserOf(number), click))
            {
                bytes += Finish(builder);
                builder.TryAdd(ClickGenerator.UserOf(number), click);
            }
        }

        return (double)(bytes + Finish(builder)) / Sample;
    }

    private static long Finish(AggregatedRecordBuilder builder)
    {
        var blob = builder.Build();
        return blob.Data.Length + Encoding.UTF8.GetByteCount(blob.PartitionKey);
    }
}
