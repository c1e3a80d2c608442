using System.Text.Json.Nodes;

namespace Shardwise.Local.Tests.Runtime;

/// <summary>
/// Templates whose properties depend on conditions. That they are read as those whose properties do not is asserted of every template of these tests, by
/// <see cref="TestAssembly.AssertReadAlike"/>.
/// </summary>
public sealed class ConditionalTemplateTests
{
    private static readonly string Approved = Path.Combine(Services.LocalServicesFixture.NodeModules, "..", "tests", "Shardwise.Constructs.Tests");

    [Fact]
    public void Every_template_that_the_constructs_make_is_read_alike_with_and_without_conditions()
    {
        int read = 0;
        foreach (string file in Directory.EnumerateFiles(Approved, "*.approved.json", SearchOption.AllDirectories))
        {
            string template = File.ReadAllText(file);
            if ((JsonNode.Parse(template) as JsonObject)?["Resources"] is JsonObject)
            {
                using var assembly = new TestAssembly(("App", template, []));
                read += assembly.AssertReadAlike().StartsWith("AWS::", StringComparison.Ordinal) ? 1 : 0;
            }
        }

        // Those that are refused name what another stack has.
        Assert.InRange(read, 40, 200);
    }

    [Theory]
    [InlineData("StreamModeDetails.StreamMode", """ "StreamModeDetails":{"Fn::If":["Nobody",{"StreamMode":"ON_DEMAND"},{"StreamMode":"PROVISIONED"}]} """, "the condition 'Nobody' is not in Conditions")]
    [InlineData("StreamModeDetails.StreamMode", """ "StreamModeDetails":{"Ref":"Nobody"} """, "Ref names 'Nobody', which is neither a resource nor a parameter")]
    [InlineData("StreamModeDetails.StreamMode", """ "StreamModeDetails":{"Fn::If":["Nobody",{"StreamMode":"ON_DEMAND"}]} """, "Fn::If has arguments that it cannot have")]
    [InlineData("StreamEncryption", """ "StreamEncryption":{"Fn::If":["Nobody",{"EncryptionType":"KMS"},{"Ref":"AWS::NoValue"}]} """, "the condition 'Nobody' is not in Conditions")]
    public void What_is_not_known_on_the_way_to_a_property_is_named_with_the_property(string property, string member, string error)
    {
        using var assembly = new TestAssembly($$""" "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":1,{{member}} } } """);

        Assert.Equal($"template: Clicks (AWS::Kinesis::Stream): {property}: {error}", Assert.Throws<LocalPipelineException>(() => assembly.Read()).Message);
    }

    [Fact]
    public void One_member_of_an_object_is_read_where_another_is_not_known()
    {
        using var assembly = new TestAssembly("""
            "Reader":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"dotnet10","Handler":"A::B::C",
              "Code":{"Fn::If":["AlwaysHolds",{"S3Bucket":{"Fn::ImportValue":"of-another-account"},"S3Key":"code.zip"},{"ZipFile":"x"}]} } }
            """, ""","Conditions":{"AlwaysHolds":{"Fn::Equals":["a","a"]}}""");

        Assert.Equal("Reader", Assert.Single(assembly.Read().Functions).LogicalId);
    }
}
