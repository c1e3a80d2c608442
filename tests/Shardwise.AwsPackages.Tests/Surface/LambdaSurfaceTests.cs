using System.Reflection;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.KinesisEvents;
using Amazon.Lambda.KinesisFirehoseEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Shardwise.AwsPackages.Tests.Surface;

/// <summary>What compiles against a stand-in of a Lambda package compiles against the package.</summary>
public class LambdaSurfaceTests
{
    // Listed members that the product has no use for and whose types the stand-ins leave out.
    private static readonly string[] LeftOut = ["void ConfigureStructuredLogging(StructuredLoggingOptions options)"];

    // Described in words and not in code; they have tests of their own below.
    private static readonly Type[] DescribedInWords = [typeof(ILambdaContext), typeof(ILambdaLogger), typeof(LogLevel)];

    [SurfaceFact]
    public void Core_has_the_packages_types_and_members() => AssertPackage(typeof(ILambdaContext), "Amazon.Lambda.Core");

    [SurfaceFact]
    public void KinesisEvents_has_the_packages_types_and_members() => AssertPackage(typeof(KinesisEvent), "Amazon.Lambda.KinesisEvents");

    [SurfaceFact]
    public void CloudWatchEvents_has_the_packages_types_and_members() =>
        AssertPackage(typeof(ScheduledEvent), "Amazon.Lambda.CloudWatchEvents");

    [SurfaceFact]
    public void KinesisFirehoseEvents_has_the_packages_types_and_members() =>
        AssertPackage(typeof(KinesisFirehoseEvent), "Amazon.Lambda.KinesisFirehoseEvents");

    [SurfaceFact]
    public void The_serializers_have_the_packages_types_and_members() =>
        AssertPackage(typeof(DefaultLambdaJsonSerializer), "Amazon.Lambda.Serialization.SystemTextJson");

    [SurfaceFact]
    public void The_context_has_the_packages_members()
    {
        var expected = ApiFacts.Members(ApiFacts.LambdaPackage("Amazon.Lambda.Core"), "ILambdaContext")!
            .Select(m => m.Replace(" (all get only)", "").Replace("(d) ", "").TrimEnd('.'));

        Assert.Equal(expected.Order(), CSharp.Members(typeof(ILambdaContext)).Select(m => m.Signature).Order());
        Assert.Equal(
            ["get_Serializer", "get_TenantId", "get_TraceId"],
            typeof(ILambdaContext).GetMethods().Where(m => !m.IsAbstract).Select(m => m.Name).Order());
    }

    [SurfaceFact]
    public void The_logger_has_the_packages_members()
    {
        string[] named = ["Trace", "Debug", "Information", "Warning", "Error", "Critical"];
        string[] expected =
        [
            "void Log(string message)",
            "void LogLine(string message)",
            .. new[] { "string", "LogLevel" }.SelectMany(level => new[]
            {
                $"void Log({level} level, string message)",
                $"void Log({level} level, string message, params object[] args)",
                $"void Log({level} level, Exception exception, string message, params object[] args)",
            }),
            .. named.SelectMany(level => new[]
            {
                $"void Log{level}(string message)",
                $"void Log{level}(string message, params object[] args)",
                $"void Log{level}(Exception exception, string message, params object[] args)",
            }),
        ];

        Assert.Equal(expected.Order(), CSharp.Members(typeof(ILambdaLogger)).Select(m => m.Signature).Order());
        Assert.Equal(["Log", "LogLine"], typeof(ILambdaLogger).GetMethods().Where(m => m.IsAbstract).Select(m => m.Name).Order());
    }

    [SurfaceFact]
    public void The_log_levels_are_the_packages()
    {
        var expected = Assert.Single(ApiFacts.Type(ApiFacts.LambdaPackage("Amazon.Lambda.Core"), nameof(LogLevel))!.Members).Signature;

        Assert.Equal(expected, string.Join(", ", Enum.GetValues<LogLevel>().Select(l => $"{l}={(int)l}")));
    }

    [Fact]
    public void The_assemblies_are_named_and_versioned_as_the_packages()
    {
        Assert.Equal("Amazon.Lambda.Core, Version=1.0.0.0", Identity(typeof(ILambdaContext)));
        Assert.Equal("Amazon.Lambda.KinesisEvents, Version=1.0.0.0", Identity(typeof(KinesisEvent)));
        Assert.Equal("Amazon.Lambda.CloudWatchEvents, Version=0.0.0.0", Identity(typeof(ScheduledEvent)));
        Assert.Equal("Amazon.Lambda.KinesisFirehoseEvents, Version=0.0.0.0", Identity(typeof(KinesisFirehoseEvent)));
        Assert.Equal("Amazon.Lambda.Serialization.SystemTextJson, Version=0.0.0.0", Identity(typeof(DefaultLambdaJsonSerializer)));
    }

    private static void AssertPackage(Type anyType, string package)
    {
        var section = ApiFacts.LambdaPackage(package);
        foreach (var type in anyType.Assembly.GetExportedTypes().Except(DescribedInWords))
        {
            var facts = ApiFacts.Type(section, $"{type.Namespace}."[package.Length..].TrimStart('.') + CSharp.Name(type));
            Assert.True(facts is not null, $"{type} is not in the package.");
            AssertBase(type, facts);
            AssertMembers(type, facts);
        }
    }

    private static void AssertBase(Type type, TypeFacts facts)
    {
        if (type.BaseType is { } parent && parent != typeof(object))
        {
            Assert.Equal((type, parent.Name.Split('`')[0]), (type, facts.Bases.Split(',', '<')[0]));
        }
    }

    private static void AssertMembers(Type type, TypeFacts facts)
    {
        var members = CSharp.Members(type).ToDictionary(m => m.Signature, m => m.Member);
        Assert.Equal(
            facts.Members.Select(m => m.Signature).Except(LeftOut).Select(s => $"{type}: {s}").Order(),
            members.Keys.Select(s => $"{type}: {s}").Order());
        foreach (var fact in facts.Members.Where(f => members.GetValueOrDefault(f.Signature) is PropertyInfo))
        {
            var property = (PropertyInfo)members[fact.Signature];
            Assert.Equal((property, fact.GetOnly), (property, property.SetMethod is null));
            Assert.Equal((property, fact.JsonName), (property, property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name));
        }
    }

    private static string Identity(Type type) => $"{type.Assembly.GetName().Name}, Version={type.Assembly.GetName().Version}";
}
