using Amazon.CDK;
using Amazon.CDK.AWS.Kinesis;
using Amazon.CDK.AWS.Lambda;
using Company.Clicks;
using Shardwise.Constructs.Testing;
using Shouldly;

namespace Shardwise.Constructs.Tests.Testing;

/// <summary>The snapshots that users take of their own stacks.</summary>
[Collection(CdkFixture.Name)]
public sealed class StackSnapshotTests(CdkFixture cdk) : IDisposable
{
    private readonly DirectoryInfo _tests = Directory.CreateTempSubdirectory("shardwise-snapshots-");

    private string TestFile => Path.Combine(_tests.FullName, "StackTests.cs");

    private string Approved => Path.Combine(_tests.FullName, "snapshots", "Test.json");

    private string Received => Path.Combine(_tests.FullName, "snapshots", "Test.received.json");

    public void Dispose()
    {
        System.Environment.SetEnvironmentVariable(StackSnapshot.ApproveVariable, null);
        _tests.Delete(recursive: true);
    }

    [Fact]
    public void What_is_not_approved_fails_once_it_is_approved_it_passes_and_a_change_is_shown_as_a_difference()
    {
        Should.Throw<SnapshotMismatchException>(() => StackSnapshot.Verify(Streams(24), testFile: TestFile)).Message.ShouldBe(
            $"Nothing is approved yet as {Approved}.\nLook at {Received}; SHARDWISE_APPROVE=1 dotnet test approves it.");
        File.Exists(Received).ShouldBeTrue();

        Approve(Streams(24));
        StackSnapshot.Verify(Streams(24), testFile: TestFile);
        File.Exists(Received).ShouldBeFalse();

        var changed = Should.Throw<SnapshotMismatchException>(() => StackSnapshot.Verify(Streams(48), testFile: TestFile)).Message;
        changed.ShouldStartWith($"The stack renders what is not approved as {Approved}:\n\n--- approved\n+++ rendered\n@@ ");
        changed.ShouldContain("-        \"RetentionPeriodHours\": 24,");
        changed.ShouldContain("+        \"RetentionPeriodHours\": 48,");
        changed.ShouldEndWith($"\nLook at {Received}; SHARDWISE_APPROVE=1 dotnet test approves it.");
    }

    [Fact]
    public void A_new_build_of_a_function_is_no_change_of_its_stack()
    {
        Approve(WithFunction("first"));
        File.ReadAllText(Approved).ShouldContain("\"S3Key\": \"asset-1.zip\"");

        StackSnapshot.Verify(WithFunction("second"), testFile: TestFile);
    }

    [Fact]
    public void The_pipeline_template_renders_the_same_twice()
    {
        Approve(new PipelineStack(cdk.NewApp(), "Test"));

        StackSnapshot.Verify(new PipelineStack(cdk.NewApp(), "Test"), testFile: TestFile);
    }

    [Fact]
    public void A_name_that_no_file_can_have_and_a_folder_that_is_not_here_are_named()
    {
        var stack = cdk.NewStack();

        Should.Throw<ArgumentException>(() => StackSnapshot.Verify(stack, "a/b", TestFile)).Message.ShouldBe(
            "The snapshot's name is 'a/b'; allowed is what a file's name may hold, without folders. (Parameter 'name')");
        Should.Throw<ArgumentException>(() => StackSnapshot.Verify(stack, testFile: "/_/tests/StackTests.cs")).Message.ShouldBe(
            "The test's folder '/_/tests' is not on this machine: where the build maps source paths (PathMap), pass testFile. (Parameter 'testFile')");
    }

    private void Approve(Stack stack)
    {
        System.Environment.SetEnvironmentVariable(StackSnapshot.ApproveVariable, "1");
        StackSnapshot.Verify(stack, testFile: TestFile);
        System.Environment.SetEnvironmentVariable(StackSnapshot.ApproveVariable, null);
    }

    private Stack Streams(double hours)
    {
        var stack = cdk.NewStack();
        _ = new Amazon.CDK.AWS.Kinesis.Stream(stack, "Clicks", new StreamProps { RetentionPeriod = Duration.Hours(hours) });
        return stack;
    }

    private Stack WithFunction(string build)
    {
        var stack = cdk.NewStack();
        var folder = cdk.Published("Orders");
        File.WriteAllText(Path.Combine(folder, "build.txt"), build);
        var function = new Function(stack, "Function", new FunctionProps
        {
            Runtime = Runtime.PROVIDED_AL2023,
            Handler = "bootstrap",
            Code = Code.FromAsset(folder),
        });
        _ = function.CurrentVersion;
        return stack;
    }
}
