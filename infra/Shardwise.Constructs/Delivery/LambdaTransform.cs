using System.Globalization;
using Amazon.CDK.AWS.Lambda;
using Shardwise.Constructs.Defaults;
using Shardwise.Constructs.Functions;
using Shardwise.Constructs.Limits;
using Shardwise.Constructs.Validation;
using static Amazon.CDK.AWS.KinesisFirehose.CfnDeliveryStream;

namespace Shardwise.Constructs.Delivery;

/// <summary>The function that every record passes through: one record in, one out, kept, dropped or failed.</summary>
public sealed record LambdaTransform
{
    /// <summary>The function, or a version or alias of it.</summary>
    /// <value>Its timeout is at most 5 minutes, and what it answers at most 6 MB.</value>
    /// <remarks>
    /// Of a function as such its current version is taken, so that the code of a delivery stream changes when it is deployed and not before, and a
    /// permission can name it. Of a function of another stack, an alias is made beside it that points to that version: a version's name changes with
    /// the code, and a stack cannot stop exporting a name that another one still imports.
    /// </remarks>
    public required IFunction Function { get; init; }

    /// <summary>How much is gathered for one call, in MB.</summary>
    /// <value>0.2 to 3. The default is 1, and 0.25 for Splunk and Snowflake.</value>
    public double? BufferSizeMb { get; init; }

    /// <summary>How long records are gathered for one call.</summary>
    /// <value>Whole seconds, 0 s to 900 s. The default is 60 s.</value>
    public TimeSpan BufferInterval { get; init; } = ConstructDefaults.Current.TransformBufferInterval;

    /// <summary>How often a call that failed is made again before its records count as failed.</summary>
    /// <value>0 to 300. The default is 3.</value>
    public double Retries { get; init; } = ConstructDefaults.Current.TransformRetries;

    internal void Check(PropsCheck check, string path)
    {
        if (BufferSizeMb is { } size && !PropsCheck.IsToken(size))
            check.Fraction($"{path}.{nameof(BufferSizeMb)}", size, FirehoseLimits.MinTransformBufferMb, FirehoseLimits.MaxTransformBufferMb);
        check.Duration($"{path}.{nameof(BufferInterval)}", BufferInterval, TimeSpan.Zero, FirehoseLimits.MaxBufferInterval, DurationUnit.Seconds);
        check.Whole($"{path}.{nameof(Retries)}", Retries, 0, FirehoseLimits.MaxTransformRetries);
        if (Function is Function { Timeout: { } timeout } && !timeout.IsUnresolved())
            check.Require(
                timeout.ToSeconds() <= FirehoseLimits.MaxTransformTimeout.TotalSeconds, $"{path}.{nameof(Function)}",
                $"a function with a timeout of {PropsCheck.Number(timeout.ToSeconds())} s",
                $"a timeout of at most {PropsCheck.Number(FirehoseLimits.MaxTransformTimeout.TotalSeconds)} s");
    }

    internal ProcessorProperty Bind(DeliveryBinding binding, double bufferMb)
    {
        RuntimeCheck.Watch(Function);
        var arn = Called(binding).FunctionArn;
        binding.Allow([arn], "lambda:GetFunctionConfiguration", "lambda:InvokeFunction");
        return RecordProcessing.Processor(
            "Lambda",
            ("LambdaArn", arn),
            ("RoleArn", binding.RoleArn),
            ("BufferSizeInMBs", Text(BufferSizeMb ?? bufferMb)),
            ("BufferIntervalInSeconds", Text(BufferInterval.TotalSeconds)),
            ("NumberOfRetries", Text(Retries)));
    }

    private IFunction Called(DeliveryBinding binding)
    {
        if (Function is not Function function)
            return Function;
        if (binding.IsInStackOf(function))
            return function.CurrentVersion;
        const string alias = "shardwise-delivery";
        return function.Node.TryFindChild($"Alias{alias}") as Alias ?? function.AddAlias(alias, new AliasOptions
        {
            Description = "What delivery streams of other stacks call.",
        });
    }

    private static string Text(double value) =>
        PropsCheck.IsToken(value) ? Amazon.CDK.Token.AsString(value) : value.ToString(CultureInfo.InvariantCulture);
}
