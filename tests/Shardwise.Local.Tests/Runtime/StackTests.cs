namespace Shardwise.Local.Tests.Runtime;

public sealed class StackTests
{
    private const string Streams = """
        {"Resources":{
          "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"clicks","ShardCount":2}},
          "Name":{"Type":"AWS::SSM::Parameter","Properties":{"Type":"String","Name":"/app/stream","Value":{"Ref":"Clicks"}}},
          "Names":{"Type":"AWS::SSM::Parameter","Properties":{"Type":"StringList","Name":"/app/names","Value":"a, b"}}},
         "Outputs":{
          "Arn":{"Value":{"Fn::GetAtt":["Clicks","Arn"]},"Export":{"Name":{"Fn::Sub":"${AWS::StackName}:ExportsOutputFnGetAttClicksArn"}}},
          "Never":{"Condition":"Off","Value":"x","Export":{"Name":"never"}}},
         "Conditions":{"Off":{"Fn::Equals":["a","b"]}}}
        """;

    private const string Readers = """
        {"Parameters":{
          "SsmName":{"Type":"AWS::SSM::Parameter::Value<String>","Default":"/app/stream"},
          "SsmNames":{"Type":"AWS::SSM::Parameter::Value<List<String>>","Default":"/app/names"},
          "Many":{"Type":"CommaDelimitedList","Default":"x,y"}},
         "Resources":{
          "Etl":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"dotnet10","Handler":"A::B::C","Code":{"S3Key":"code.zip"},"Environment":{"Variables":{
            "IMPORTED":{"Fn::ImportValue":"Streams:ExportsOutputFnGetAttClicksArn"},"PARAMETER":{"Ref":"SsmName"},"LIST":{"Fn::Select":[1,{"Ref":"SsmNames"}]},
            "MANY":{"Fn::Join":["+",{"Ref":"Many"}]},"DYNAMIC":"stream {{resolve:ssm:/app/stream:1}}!",
            "JOINED":{"Fn::Join":["",["{{resolve:ssm:","/app/stream","}}"]]},"JSON":{"Fn::ToJsonString":{"a":{"Ref":"SsmName"}}},
            "REGION":{"Fn::GetAtt":["Reader","/cdk/exports/Readers/x"]} } } } },
          "Writer":{"Type":"Custom::CrossRegionExportWriter","Properties":{"WriterProps":{"exports":{"/cdk/exports/Readers/x":{"Ref":"Etl"}}}}},
          "Reader":{"Type":"Custom::CrossRegionExportReader"},
          "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::ImportValue":"Streams:ExportsOutputFnGetAttClicksArn"},
            "FunctionName":{"Ref":"Etl"},"StartingPosition":"TRIM_HORIZON"}}}}
        """;

    [Fact]
    public void Exports_and_SSM_parameters_are_known_across_stacks()
    {
        using var assembly = TwoStacks();

        var plan = assembly.Read();

        var environment = plan.Functions.Single().Environment;
        Assert.Equal("arn:aws:kinesis:us-east-1:000000000000:stream/clicks", environment["IMPORTED"]);
        Assert.Equal(
            ("clicks", "b", "x+y", "stream clicks!", "clicks", """{"a":"clicks"}""", plan.Functions[0].Name),
            (environment["PARAMETER"], environment["LIST"], environment["MANY"], environment["DYNAMIC"], environment["JOINED"], environment["JSON"], environment["REGION"]));
        Assert.Equal("clicks", plan.Mappings.Single().StreamName);
        Assert.Equal(["Streams", "Readers"], plan.Stacks);
        Assert.Empty(plan.NotRun);
    }

    [Fact]
    public void A_stack_that_is_named_brings_those_that_it_depends_on_and_no_other()
    {
        using var assembly = TwoStacks();

        Assert.Equal(["Streams", "Readers"], assembly.Read("Readers").Stacks);
        Assert.Equal(["Streams"], assembly.Read("Streams").Stacks);
        Assert.Equal(["Streams"], assembly.Read("Str*").Stacks);
        Assert.Equal(
            $"cloud assembly: '{assembly.Path}' holds 'Streams', 'Readers', not 'Writers'", Assert.Throws<LocalPipelineException>(() => assembly.Read("Streams", "Writers")).Message);
    }

    [Fact]
    public void What_no_stack_exports_is_refused_with_the_resource_that_asks_for_it()
    {
        using var assembly = new TestAssembly(("App", """
            {"Resources":{"Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":1,"Name":{"Ref":"Given"}}}},
             "Parameters":{"Given":{"Type":"AWS::SSM::Parameter::Value<String>","Default":"/nobody"}}}
            """, []), ("Other", """{"Resources":{}}""", []));

        Assert.Equal(
            "template: App/Clicks (AWS::Kinesis::Stream): Name: the SSM parameter '/nobody' is of no stack that runs here; --parameter /nobody=VALUE gives it one",
            Assert.Throws<LocalPipelineException>(() => assembly.Read()).Message);
        Assert.Equal("here", assembly.ReadWith(new() { ["/nobody"] = "here" }).Streams.Single().Name);
        Assert.Equal("there", assembly.ReadWith(new() { ["Given"] = "/x", ["/x"] = "there" }).Streams.Single().Name);
    }

    [Fact]
    public void Two_stacks_may_have_one_logical_id_but_not_one_name()
    {
        const string Unnamed = """{"Resources":{"Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":1}}}}""";
        const string Named = """{"Resources":{"Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":1,"Name":"clicks"}}}}""";
        using var unnamed = new TestAssembly(("A", Unnamed, []), ("B", Unnamed, []));
        using var named = new TestAssembly(("A", Named, []), ("B", Named, []));

        Assert.Equal(2, unnamed.Read().Streams.Select(stream => stream.Name).Distinct().Count());
        Assert.Equal(
            "template: AWS::Kinesis::Stream 'clicks' is made twice: A/Clicks, B/Clicks; name the stack to run",
            Assert.Throws<LocalPipelineException>(() => named.Read()).Message);
    }

    [Fact]
    public void Nested_stacks_get_their_parameters_and_give_their_outputs_to_one_another()
    {
        using var assembly = new TestAssembly(("App", """
            {"Resources":{
              "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"clicks","ShardCount":1}},
              "One":{"Type":"AWS::CloudFormation::Stack","Metadata":{"aws:asset:path":"one.nested.template.json"},
                "Properties":{"TemplateURL":{"Fn::Join":["",["https://s3/","one.json"]]},"Parameters":{"Stream":{"Fn::GetAtt":["Clicks","Arn"]}}}},
              "Two":{"Type":"AWS::CloudFormation::Stack","Metadata":{"aws:asset:path":"two.nested.template.json"},
                "Properties":{"TemplateURL":"x","Parameters":{"Function":{"Fn::GetAtt":["One","Outputs.Name"]}}}}}}
            """, []));
        assembly.Write("one.nested.template.json", """
            {"Parameters":{"Stream":{"Type":"String"}},"Outputs":{"Name":{"Value":{"Ref":"Etl"}}},"Resources":{
              "Etl":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"dotnet10","Handler":"A::B::C","Code":{"S3Key":"code.zip"}}},
              "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Ref":"Stream"},"FunctionName":{"Ref":"Etl"},"StartingPosition":"LATEST"}}}}
            """);
        assembly.Write("two.nested.template.json", """
            {"Parameters":{"Function":{"Type":"String"}},"Resources":{
              "Etl":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"dotnet10","Handler":"A::B::C","Code":{"S3Key":"code.zip"},
                "Environment":{"Variables":{"OTHER":{"Ref":"Function"}}}}}}}
            """);

        var plan = assembly.Read();

        Assert.Equal(["App", "App/One", "App/Two"], plan.Stacks);
        Assert.Equal(["App/One", "App/Two"], plan.Functions.Select(function => function.Stack));
        Assert.Equal(plan.Functions[0].Name, plan.Functions[1].Environment["OTHER"]);
        Assert.Equal(plan.Functions[0].Name, plan.Mappings.Single().FunctionName);
    }

    [Fact]
    public void Stages_are_nested_assemblies_and_their_stacks_are_called_by_path()
    {
        using var assembly = new TestAssembly();
        assembly.Write("manifest.json", """
            {"artifacts":{"assembly-Prod":{"type":"cdk:cloud-assembly","properties":{"directoryName":"assembly-Prod"}}}}
            """);
        assembly.Write("assembly-Prod/manifest.json", """
            {"artifacts":{"ProdStreams123":{"type":"aws:cloudformation:stack","environment":"aws://111122223333/eu-west-1","displayName":"Prod/Streams (Prod-Streams)",
              "properties":{"templateFile":"t.json","stackName":"Prod-Streams"}}}}
            """);
        assembly.Write("assembly-Prod/t.json", """{"Resources":{"Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":1,"Name":{"Ref":"AWS::StackName"}}}}}""");

        foreach (string called in (string[])["Prod/Streams", "Prod-Streams", "ProdStreams123", "Prod/*"])
        {
            var plan = assembly.Read(called);
            Assert.Equal(("Prod/Streams", "arn:aws:kinesis:eu-west-1:111122223333:stream/Prod-Streams"), (plan.Stacks.Single(), plan.Streams.Single().Arn));
        }
    }

    [Fact]
    public void Functions_that_act_for_custom_resources_at_deployment_are_passed_over()
    {
        using var assembly = new TestAssembly("""
            "Provider":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"nodejs22.x"}},
            "Cleaned":{"Type":"Custom::S3AutoDeleteObjects","Properties":{"ServiceToken":{"Fn::GetAtt":["Provider","Arn"]}}}
            """);

        var plan = assembly.Read();

        Assert.Empty(plan.NotRun);
        Assert.Equal("AWS::Lambda::Function Provider: acts at deployment, for a custom resource", plan.Notes.Single().ToString());
    }

    [Theory]
    [InlineData("AWS::DynamoDB::Table", """{"TableName":"t"}""", "t", "arn:aws:dynamodb:us-east-1:000000000000:table/t")]
    [InlineData("AWS::KinesisFirehose::DeliveryStream", """{"DeliveryStreamName":"f"}""", "f", "arn:aws:firehose:us-east-1:000000000000:deliverystream/f")]
    [InlineData("AWS::Events::EventBus", """{"Name":"bus"}""", "bus", "arn:aws:events:us-east-1:000000000000:event-bus/bus")]
    [InlineData("AWS::Scheduler::Schedule", """{"Name":"s"}""", "s", "arn:aws:scheduler:us-east-1:000000000000:schedule/default/s")]
    [InlineData("AWS::CloudWatch::Alarm", """{"AlarmName":"a"}""", "a", "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a")]
    [InlineData("AWS::Glue::Table", """{"DatabaseName":"d","TableInput":{"Name":"g"}}""", "g", "arn:aws:glue:us-east-1:000000000000:table/d/g")]
    [InlineData("AWS::IAM::Role", """{"RoleName":"r","Path":"/p/"}""", "r", "arn:aws:iam::000000000000:role/p/r")]
    [InlineData("AWS::SNS::Topic", """{"TopicName":"n"}""", "n", "arn:aws:sns:us-east-1:000000000000:n")]
    [InlineData("AWS::SQS::Queue", """{"FifoQueue":true}""", ".fifo", "arn:aws:sqs:us-east-1:000000000000:App-Thing-")]
    public void Every_resource_has_its_name_and_ARN(string type, string properties, string name, string arn)
    {
        using var assembly = new TestAssembly($$"""
            "Thing":{"Type":"{{type}}","Properties":{{properties}}}
            """);

        var resource = assembly.Read().Resources.Single();

        Assert.EndsWith(name, resource.Name, StringComparison.Ordinal);
        Assert.StartsWith(arn, resource.Arn, StringComparison.Ordinal);
    }

    private static TestAssembly TwoStacks() => new(("Streams", Streams, []), ("Readers", Readers, ["Streams", "Readers.assets"]));
}
