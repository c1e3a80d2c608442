using System.Text.Json.Nodes;
using Shardwise.Constructs.Tests.Functions;
using Shouldly;

namespace Shardwise.Constructs.Tests.Gates;

[Collection(CdkFixture.Name)]
public sealed class TemplateGateTests(CdkFixture cdk)
{
    // A stream without encryption, a bucket open to all, and a policy that allows everything without a reason.
    private const string Planted =
        """
        {
          "Resources": {
            "Clicks": { "Type": "AWS::Kinesis::Stream", "Properties": { "ShardCount": 1 } },
            "Excused": {
              "Type": "AWS::Kinesis::Stream",
              "Properties": { "ShardCount": 1 },
              "Metadata": { "cdk_nag": { "rules_to_suppress": [ { "id": "AwsSolutions-KDS1", "reason": "Nothing in it is worth a key." } ] } }
            },
            "Policy": {
              "Type": "AWS::IAM::Policy",
              "Properties": {
                "PolicyName": "All",
                "Roles": [ "somebody" ],
                "PolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" } ] }
              }
            }
          }
        }
        """;

    // Unknown, missing and of the wrong type: at the top, nested, and in a list.
    private const string Mistaken =
        """
        {
          "Resources": {
            "Alarm": { "Type": "AWS::CloudWatch::Alarm", "Properties": { "EvaluationPeriods": "two", "Treshold": 1 } },
            "Delivery": {
              "Type": "AWS::KinesisFirehose::DeliveryStream",
              "Properties": {
                "DeliveryStreamType": "DirectPut",
                "ExtendedS3DestinationConfiguration": {
                  "BucketARN": "arn:aws:s3:::example-lake",
                  "BufferingHints": { "SizeInMB": 5 },
                  "ProcessingConfiguration": { "Enabled": "yes", "Processors": [ { "Parameters": {} } ] }
                }
              }
            },
            "Nothing": { "Type": "AWS::Kinesis::Strom" }
          }
        }
        """;

    // Unknown, missing, not among the values, out of its range.
    private const string Invalid =
        """
        {
          "Resources": {
            "Clicks": { "Type": "AWS::Kinesis::Stream", "Properties": { "ShardCuont": 1 } },
            "Delivery": {
              "Type": "AWS::KinesisFirehose::DeliveryStream",
              "Properties": {
                "DeliveryStreamType": "DirectPutt",
                "ExtendedS3DestinationConfiguration": { "BucketARN": "arn:aws:s3:::example-lake" }
              }
            },
            "Mapping": { "Type": "AWS::Lambda::EventSourceMapping", "Properties": { "FunctionName": "clean", "BatchSize": 20000 } },
            "Nothing": { "Type": "AWS::Kinesis::Strom" }
          }
        }
        """;

    // An action that is none, resources of the wrong kind, of which one beside a right one, and conditions that are nobody's or another service's.
    private const string Misgranted =
        """
        {
          "Resources": {
            "Clicks": { "Type": "AWS::Kinesis::Stream", "Properties": { "ShardCount": 1 } },
            "Policy": {
              "Type": "AWS::IAM::Policy",
              "Properties": {
                "PolicyName": "Wrong",
                "PolicyDocument": {
                  "Statement": [
                    { "Effect": "Allow", "Action": "kinesis:PutRecrod", "Resource": "*" },
                    { "Effect": "Allow", "Action": "kinesis:PutRecord", "Resource": "arn:aws:s3:::example-lake" },
                    { "Effect": "Allow", "Action": "kinesis:DescribeLimits", "Resource": { "Fn::GetAtt": [ "Clicks", "Arn" ] } },
                    {
                      "Effect": "Allow",
                      "Action": "kinesis:PutRecords",
                      "Resource": { "Fn::GetAtt": [ "Clicks", "Arn" ] },
                      "Condition": { "StringEquals": { "kms:ViaService": "s3", "aws:SourceAcount": "111122223333", "aws:SourceAccount": "111122223333" } }
                    },
                    {
                      "Effect": "Allow",
                      "Action": "kinesis:GetRecords",
                      "Resource": [ { "Fn::GetAtt": [ "Clicks", "Arn" ] }, "arn:aws:s3:::example-lake/*" ]
                    }
                  ]
                }
              }
            }
          }
        }
        """;

    // What is planted is looked at in the run over all templates: both tests read its findings.
    private const string PlantedFile = "planted.json";

    private string[] Nag2 => cdk.Once("nag2.mjs", () => TemplateGate.OverAll("nag2.mjs", cdk, (PlantedFile, Planted)));

    [Fact]
    public void No_template_has_a_finding_of_cdk_nag_2_without_a_written_reason() => Nag2.Where(IsOfTemplate).ShouldBeEmpty();

    [Fact]
    public void No_stack_has_a_finding_of_cdk_nag_3_without_a_written_reason() => TemplateGate.OverSynthesized("nag3.mjs", cdk).ShouldBeEmpty();

    [Fact]
    public void A_planted_violation_is_found_and_an_excused_one_is_not()
    {
        Nag2.Where(IsOfPlanted).Select(finding => string.Join(':', finding.Split(':').Take(4))).ShouldBe(
        [
            "planted.json: Clicks: AwsSolutions-KDS1: Non-Compliant",
            "planted.json: Policy: AwsSolutions-IAM5: Non-Compliant",
        ],
        ignoreOrder: true);
    }

    // Version 3 takes no reason from the template, and of a rule with several findings one reason for each.
    [Fact]
    public void Cdk_nag_3_reads_the_reasons_of_constructs_alone()
    {
        const string reasons = """
            {
              "Clicks": { "AwsSolutions-KDS1": "Nothing in it is worth a key." },
              "Policy": { "AwsSolutions-IAM5": "No whole id of a finding.", "AwsSolutions-IAM5[Resource::arn/*]": "Of another resource." }
            }
            """;
        var findings = TemplateGate.Over("nag3.mjs", Planted, reasons);

        findings.Select(finding => string.Join(": ", finding.Split(": ").Take(3))).ShouldBe(
            ["planted.json: Excused: AwsSolutions-KDS1", "planted.json: Policy: AwsSolutions-IAM5[Resource::*]"], ignoreOrder: true);
    }

    [Fact]
    public void Every_resource_fits_the_schema_of_CloudFormation() => TemplateGate.OverAll("schema.mjs", cdk).ShouldBeEmpty();

    [Fact]
    public void A_planted_mistake_is_found() => TemplateGate.Over("schema.mjs", Mistaken).ShouldBe(
    [
        "planted.json: Alarm: AWS::CloudWatch::Alarm.EvaluationPeriods is no whole number",
        "planted.json: Alarm: AWS::CloudWatch::Alarm.Treshold is unknown",
        "planted.json: Delivery: AWS::KinesisFirehose::DeliveryStream.ExtendedS3DestinationConfiguration.BufferingHints.SizeInMB is unknown",
        "planted.json: Delivery: AWS::KinesisFirehose::DeliveryStream.ExtendedS3DestinationConfiguration.ProcessingConfiguration.Enabled is "
        + "neither true nor false",
        "planted.json: Delivery: "
        + "AWS::KinesisFirehose::DeliveryStream.ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors.0.Parameters is no list",
        "planted.json: Delivery: AWS::KinesisFirehose::DeliveryStream.ExtendedS3DestinationConfiguration.ProcessingConfiguration.Processors.0.Type "
        + "is missing",
        "planted.json: Delivery: AWS::KinesisFirehose::DeliveryStream.ExtendedS3DestinationConfiguration.RoleARN is missing",
        "planted.json: Nothing: AWS::Kinesis::Strom is no resource type",
    ],
    ignoreOrder: true);

    // Newer than the schema above, since it comes with the CDK: F is an error, W a warning.
    [Fact]
    public void No_template_has_a_finding_of_the_validator_that_newer_CDKs_run() => Validated(cdk).Where(IsOfTemplate).ShouldBeEmpty();

    [Fact]
    public void A_mistake_planted_for_the_validator_is_found() => Validated(cdk).Where(IsOfPlanted).ShouldBe(
    [
        "planted.json: Clicks: F3002: ShardCuont: Additional properties are not allowed ('ShardCuont' was unexpected)",
        "planted.json: Delivery: F3003: ExtendedS3DestinationConfiguration: 'RoleARN' is a required property",
        "planted.json: Delivery: W3030: DeliveryStreamType: 'DirectPutt' is not one of "
        + "['DatabaseAsSource', 'DirectPut', 'KinesisStreamAsSource', 'MSKAsSource']",
        "planted.json: Mapping: F3034: BatchSize: 20000 is greater than the maximum of 10000",
        "planted.json: Nothing: F3006: Unknown resource type 'AWS::Kinesis::Strom'",
    ],
    ignoreOrder: true);

    [Fact]
    public void Every_statement_of_every_policy_fits_the_service_reference_of_AWS() => TemplateGate.OverAll("iam.mjs", cdk).ShouldBeEmpty();

    [Fact]
    public void A_statement_that_no_service_knows_is_found() => TemplateGate.Over("iam.mjs", Misgranted).ShouldBe(
    [
        "planted.json: Policy: kinesis:PutRecrod does not exist",
        "planted.json: Policy: kinesis:PutRecord takes arn:${Partition}:kinesis:${Region}:${Account}:stream/${StreamName}, and is given "
        + "arn:aws:s3:::example-lake",
        "planted.json: Policy: kinesis:DescribeLimits has no resource type, and is given arn:aws:kinesis:x:y:stream/name",
        "planted.json: Policy: kinesis:PutRecords does not know the condition key kms:ViaService",
        "planted.json: Policy: kinesis:PutRecords does not know the condition key aws:SourceAcount",
        "planted.json: Policy: kinesis:GetRecords do not take arn:aws:s3:::example-lake/*",
    ],
    ignoreOrder: true);

    [UnixFact]
    public void No_template_has_a_finding_of_cfn_guard_without_a_written_reason() => TemplateGate.OverAll("guard.mjs", cdk).ShouldBeEmpty();

    [UnixFact]
    public void A_violation_planted_for_cfn_guard_is_found() => TemplateGate.Over("guard.mjs", Planted).ShouldBe(
    [
        "planted.json: Clicks: CT.KINESIS.PR.1: Require any Amazon Kinesis data stream to have encryption at rest configured",
        "planted.json: Excused: CT.KINESIS.PR.1: Require any Amazon Kinesis data stream to have encryption at rest configured",
    ],
    ignoreOrder: true);

    // The gates walk over the approved templates: that is as good as walking over the made ones while a template that differs fails its test.
    [Fact]
    public void A_template_that_differs_from_its_approved_one_fails()
    {
        var (folder, name) = ("ApprovedForGates", nameof(A_template_that_differs_from_its_approved_one_fails));
        var path = Path.Combine(CdkFixture.Root, "tests", "Shardwise.Constructs.Tests", "Gates", folder);
        Directory.CreateDirectory(path);
        try
        {
            File.WriteAllText(Path.Combine(path, $"TemplateGateTests.{name}.approved.json"), Planted);
            Should.NotThrow(() => Planted.ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder(folder).NoDiff()));
            Should.Throw<ShouldMatchApprovedException>(() =>
                Mistaken.ShouldMatchApproved(options => options.WithFileExtension(".json").SubFolder(folder).NoDiff()));
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    // And as good as walking over those alone while none is left over from a test that is gone.
    [Fact]
    public void Every_approved_template_belongs_to_a_test()
    {
        var tests = typeof(TemplateGateTests).Assembly.GetTypes();
        foreach (var parts in TemplateGate.ApprovedTemplates.Select(path => Path.GetFileName(path).Split('.')))
        {
            var test = tests.Single(type => type.Name == parts[0]);
            test.GetMethod(parts[1]).ShouldNotBeNull($"{parts[0]} has no test {parts[1]}");
            // The names of the samples, where a test approves several.
            var names = test.GetProperties().Where(property => property.PropertyType == typeof(TheoryData<string>))
                .SelectMany(property => (IEnumerable<object[]>)property.GetValue(null)!).Select(row => ((string)row[0]).Replace(' ', '-')).ToArray();
            if (names.Length > 0 && parts.Length > 4)
                names.ShouldContain(string.Join('.', parts[2..^2]));
        }
    }

    [Fact]
    public void A_statement_on_every_resource_has_a_written_reason()
    {
        foreach (var path in TemplateGate.ApprovedTemplates)
            foreach (var (id, resource) in JsonNode.Parse(File.ReadAllText(path))!["Resources"]!.AsObject())
                if (AllowsOnAll(resource!))
                    Reasons(resource!).ShouldContain(
                        rule => (string)rule["id"]! == "AwsSolutions-IAM5" && ((string)rule["reason"]!).Length > 20,
                            $"{id} of {Path.GetFileName(path)}");
    }

    /// <summary>What the validator finds in all templates, in what is planted here and in the functions of every runtime.</summary>
    internal static string[] Validated(CdkFixture cdk) => cdk.Once("validate.mjs", () => TemplateGate.OverAll(
        "validate.mjs", cdk, (PlantedFile, Invalid), (EndedRuntimeTests.File, EndedRuntimeTests.Template)));

    private static bool IsOfPlanted(string finding) => finding.StartsWith($"{PlantedFile}: ", StringComparison.Ordinal);

    private static bool IsOfTemplate(string finding) => !IsOfPlanted(finding) && !finding.StartsWith($"{EndedRuntimeTests.File}: ", StringComparison.Ordinal);

    private static bool AllowsOnAll(JsonNode resource) =>
        resource["Properties"]?["PolicyDocument"]?["Statement"] is JsonArray statements
        && (string)resource["Type"]! == "AWS::IAM::Policy"
        && statements.Any(statement => statement!["Resource"]!.ToJsonString().Contains("*", StringComparison.Ordinal));

    private static IEnumerable<JsonNode> Reasons(JsonNode resource) =>
        resource["Metadata"]?["cdk_nag"]?["rules_to_suppress"] is JsonArray rules ? rules.Select(rule => rule!) : [];
}
