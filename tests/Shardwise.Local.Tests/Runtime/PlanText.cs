using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Shardwise.Local.Parts;
using Shardwise.Local.Template;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>All that is read of an assembly, as text: its plan and its parts with their private fields, every property, and what is explained.</summary>
internal static class PlanText
{
    public static string Of(LocalPipelineOptions options)
    {
        try
        {
            var plan = PlanReader.Read(options.CloudAssembly, options.Stacks, TestAssembly.Account, options.Parameters);
            var text = new StringBuilder();
            foreach (var resource in plan.Resources)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"{resource} {Tried(() => resource.Name)} {Tried(() => resource.Arn)}");
                text.AppendLine(Tried(() => resource.Properties.All().ToJsonString()));
            }

            var parts = PipelineParts.Make();
            plan = plan with { Notes = [.. plan.Notes, .. parts.SelectMany(part => part.Read(plan))] };
            Write(text, "plan", plan, []);
            Write(text, "parts", parts, []);
            return text.AppendJoin('\n', LocalPipeline.Explain(options)).ToString();
        }
        catch (LocalPipelineException exception)
        {
            return exception.Message;
        }
    }

    private static string Tried(Func<string> read)
    {
        try
        {
            return read();
        }
        catch (LocalPipelineException exception)
        {
            return exception.Message;
        }
    }

    private static void Write(StringBuilder text, string name, object? value, HashSet<object> seen)
    {
        switch (value)
        {
            case null or Delegate or Pointer:
                return;
            case JsonNode node:
                text.AppendLine(CultureInfo.InvariantCulture, $"{name} = {node.ToJsonString()}");
                return;
            case TemplateResource or string:
            case var plain when plain.GetType().IsPrimitive || plain.GetType().IsEnum || !IsOurs(plain.GetType()) && plain is not IEnumerable:
                text.AppendLine(CultureInfo.InvariantCulture, $"{name} = {value}");
                return;
        }

        if (!value.GetType().IsValueType && !seen.Add(value))
        {
            return;
        }

        if (value is IEnumerable items)
        {
            int place = 0;
            foreach (object? item in items)
            {
                Write(text, $"{name}[{place++}]", item, seen);
            }

            return;
        }

        for (var type = value.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Write(text, $"{name}.{field.Name}", field.GetValue(value), seen);
            }
        }
    }

    // Tuples and pairs have parts that are ours.
    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Shardwise", StringComparison.Ordinal) == true
        || type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal)
        || type.FullName.StartsWith("System.Collections.Generic.KeyValuePair`", StringComparison.Ordinal);
}
