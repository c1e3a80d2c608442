namespace Shardwise.Local.Tests.Runtime;

public sealed class TemplateTests
{
    private const string Stream = """
        "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":2,"RetentionPeriodHours":168,"StreamModeDetails":{"StreamMode":"PROVISIONED"}}}
        """;

    private const string Function = """
        "Etl":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"dotnet10","Handler":"A::B::C","Timeout":60,"MemorySize":512,"Code":{"S3Bucket":"assets","S3Key":"code.zip"}}}
        """;

    private const string FilteredBy = Stream + "," + Function + """
        ,"Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["Clicks","Arn"]},"FunctionName":{"Ref":"Etl"},
        "StartingPosition":"LATEST","FilterCriteria":
        """;

    [Fact]
    public void Unnamed_resources_get_the_names_that_CloudFormation_would_make_and_the_same_at_every_run()
    {
        using var assembly = new TestAssembly($$$"""{{{Stream}}},{{{Function}}},"Out":{"Type":"AWS::S3::Bucket"}""");

        var first = assembly.Read();
        var second = assembly.Read();

        Assert.Matches("^App-Clicks-[A-Z2-7]{12}$", first.Streams[0].Name);
        Assert.Matches("^App-Etl-[A-Z2-7]{12}$", first.Functions[0].Name);
        Assert.Matches("^app-out-[a-z2-7]{12}$", first.Buckets["Out"]);
        Assert.Equal(first.Streams[0].Arn, second.Streams[0].Arn);
        Assert.Equal((2, 168), (first.Streams[0].ShardCount, first.Streams[0].RetentionHours));
    }

    [Theory]
    [InlineData("""{"Ref":"Clicks"}""", "clicks")]
    [InlineData("""{"Fn::GetAtt":["Clicks","Arn"]}""", "arn:aws:kinesis:us-east-1:000000000000:stream/clicks")]
    [InlineData("""{"Fn::GetAtt":"Clicks.Arn"}""", "arn:aws:kinesis:us-east-1:000000000000:stream/clicks")]
    [InlineData("""{"Fn::Sub":"${AWS::Partition}/${Clicks}/${Clicks.Arn}/${!Kept}"}""", "aws/clicks/arn:aws:kinesis:us-east-1:000000000000:stream/clicks/${Kept}")]
    [InlineData("""{"Fn::Sub":["${A}-${Stage}",{"A":{"Ref":"AWS::Region"}}]}""", "us-east-1-prod")]
    [InlineData("""{"Fn::Join":["",["arn:",{"Ref":"AWS::Partition"},":x:",{"Ref":"AWS::AccountId"}]]}""", "arn:aws:x:000000000000")]
    [InlineData("""{"Fn::Select":[1,{"Fn::Split":["/",{"Fn::GetAtt":["Clicks","Arn"]}]}]}""", "clicks")]
    [InlineData("""{"Fn::If":["IsProd","yes","no"]}""", "yes")]
    [InlineData("""{"Fn::If":["IsTest","yes","no"]}""", "no")]
    [InlineData("""{"Fn::FindInMap":["Sizes",{"Ref":"Stage"},"Count"]}""", "3")]
    [InlineData("""{"Ref":"Dead"}""", "https://sqs.us-east-1.amazonaws.com/000000000000/dead")]
    [InlineData("""{"Fn::GetAtt":["Key","Arn"]}""", "arn:aws:kms:us-east-1:000000000000:key/App-Key-")]
    [InlineData("""{"Ref":"AWS::StackName"}""", "App")]
    public void Intrinsic_functions_are_resolved(string value, string expected)
    {
        using var assembly = new TestAssembly(
            $$$"""
            "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"Name":"clicks","ShardCount":1}},
             "Dead":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"dead"}},"Key":{"Type":"AWS::KMS::Key"},
             "Etl":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"dotnet10","Handler":"A::B::C","Code":{"S3Key":"code.zip"},
               "Environment":{"Variables":{"VALUE":{{{value}}},"GONE":{"Ref":"AWS::NoValue"} } } } }
            """,
            """
            ,"Parameters":{"Stage":{"Type":"String","Default":"prod"}},"Mappings":{"Sizes":{"prod":{"Count":3} } },
             "Conditions":{"IsProd":{"Fn::Equals":[{"Ref":"Stage"},"prod"]},"IsTest":{"Fn::Not":[{"Condition":"IsProd"}]}}
            """);

        var environment = assembly.Read().Functions[0].Environment;

        Assert.StartsWith(expected, environment["VALUE"], StringComparison.Ordinal);
        Assert.Equal(["VALUE"], environment.Keys);
    }

    [Fact]
    public void A_mapping_is_read_with_all_its_settings()
    {
        using var assembly = new TestAssembly($$$"""
            {{{Stream}}},{{{Function}}},"Dead":{"Type":"AWS::SQS::Queue","Properties":{"QueueName":"dead"}},
             "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{
               "EventSourceArn":{"Fn::GetAtt":["Clicks","Arn"]},"FunctionName":{"Ref":"Etl"},"StartingPosition":"TRIM_HORIZON","BatchSize":250,
               "MaximumBatchingWindowInSeconds":5,"MaximumRetryAttempts":3,"MaximumRecordAgeInSeconds":3600,"BisectBatchOnFunctionError":true,
               "FunctionResponseTypes":["ReportBatchItemFailures"],"DestinationConfig":{"OnFailure":{"Destination":{"Fn::GetAtt":["Dead","Arn"]} } } } }
            """);

        var plan = assembly.Read();
        var mapping = Assert.Single(plan.Mappings);

        Assert.Equal(plan.Streams[0].Name, mapping.StreamName);
        Assert.Equal(plan.Functions[0].Name, mapping.FunctionName);
        Assert.Equal((250, TimeSpan.FromSeconds(5), "dead"), (mapping.BatchSize, mapping.BatchingWindow, mapping.FailureQueue));
        Assert.Equal(new() { MaximumRetries = 3, MaximumAge = TimeSpan.FromHours(1), Bisect = true, PartialFailures = true }, mapping.Policy);
        Assert.Empty(plan.NotRun);
    }

    [Fact]
    public void A_mapping_of_a_fan_out_consumer_is_pushed_to_by_that_consumer()
    {
        using var assembly = new TestAssembly($$$"""
            {{{Stream}}},{{{Function}}},"FanOut":{"Type":"AWS::Kinesis::StreamConsumer","Properties":{"ConsumerName":"mine","StreamARN":{"Fn::GetAtt":["Clicks","Arn"]} } },
             "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{
               "EventSourceArn":{"Fn::GetAtt":["FanOut","ConsumerARN"]},"FunctionName":{"Ref":"Etl"},"StartingPosition":"LATEST","TumblingWindowInSeconds":120} }
            """);

        var plan = assembly.Read();
        var mapping = Assert.Single(plan.Mappings);

        Assert.Equal((plan.Streams[0].Name, plan.Streams[0].Arn, TimeSpan.FromMinutes(2)), (mapping.StreamName, mapping.StreamArn, mapping.TumblingWindow));
        Assert.Equal($"{plan.Streams[0].Arn}/consumer/mine:1767225600", mapping.SourceArn);
        Assert.Equal(("mine", true), (mapping.Consumer, mapping.StartsLatest));
        Assert.Empty(plan.NotRun);
    }

    [Fact]
    public void What_does_not_run_here_is_said_with_its_reason_and_permissions_and_keys_are_passed_over()
    {
        using var assembly = new TestAssembly($$$"""
            {{{Stream}}},{{{Function}}},"Role":{"Type":"AWS::IAM::Role"},"Alarm":{"Type":"AWS::CloudWatch::Alarm"},
             "Hose":{"Type":"AWS::Glue::Crawler"},"Meta":{"Type":"AWS::CDK::Metadata"},"Version":{"Type":"AWS::Lambda::Version"},
             "Cleaner":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"java21"} },
             "Map":{"Type":"AWS::Lambda::EventSourceMapping","Properties":{"EventSourceArn":{"Fn::GetAtt":["Clicks","Arn"]},"FunctionName":{"Ref":"Etl"},"StartingPosition":"LATEST","Enabled":false} },
             "Rule":{"Type":"AWS::Events::Rule","Properties":{"EventPattern":{"source":["aws.s3"]} } }
            """);

        Assert.Equal(
            [
                "AWS::Lambda::Function Cleaner: runtime java21; dotnet, provided.al2023, nodejs and python functions run here",
                "AWS::Lambda::EventSourceMapping Map: it is disabled",
                "AWS::Glue::Crawler Hose: nothing here runs this type",
            ],
            assembly.Read().NotRun);
    }

    [Theory]
    [InlineData(""" "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":0}}""", "template: Clicks (AWS::Kinesis::Stream): ShardCount is '0'; allowed is 1 to 100000")]
    [InlineData(""" "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":1,"RetentionPeriodHours":23}}""", "template: Clicks (AWS::Kinesis::Stream): RetentionPeriodHours is '23'; allowed is 24 to 8760")]
    [InlineData(""" "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":1,"Name":{"Ref":"Nobody"}}}""", "template: Clicks (AWS::Kinesis::Stream): Name: Ref names 'Nobody', which is neither a resource nor a parameter")]
    [InlineData(""" "Clicks":{"Type":"AWS::Kinesis::Stream","Properties":{"ShardCount":1,"Name":{"Fn::ImportValue":"x"}}}""", "template: Clicks (AWS::Kinesis::Stream): Name: Fn::ImportValue names 'x', which no stack that runs here exports")]
    [InlineData(""" "Etl":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"dotnet10","Handler":"A::B::C","Code":{"S3Key":"lost.zip"}}}""", "template: Etl (AWS::Lambda::Function): Code.S3Key is 'lost.zip', which no asset of the cloud assembly is")]
    [InlineData(""" "Etl":{"Type":"AWS::Lambda::Function","Properties":{"Runtime":"dotnet10","Code":{"S3Key":"code.zip"}}}""", "template: Etl (AWS::Lambda::Function): Handler is missing")]
    [InlineData(""" "Rule":{"Type":"AWS::Events::Rule","Properties":{"ScheduleExpression":"rate(0 minutes)"}}""", "template: Rule (AWS::Events::Rule): ScheduleExpression is 'rate(0 minutes)': allowed is rate(N minute|minutes|hour|hours|day|days) with N of 1 and more")]
    [InlineData(""" "Rule":{"Type":"AWS::Events::Rule","Properties":{"ScheduleExpression":"cron(0 12 L * ? *)"}}""", "template: Rule (AWS::Events::Rule): ScheduleExpression is 'cron(0 12 L * ? *)': the cron field 'L' is not understood here; numbers 1 to 31, *, ?, lists, ranges and steps are")]
    [InlineData(FilteredBy + """{"Filters":[{"Pattern":"{\"data\":1}"}]} } }""", "template: Map (AWS::Lambda::EventSourceMapping): FilterCriteria.Filters has '{\"data\":1}': the pattern's data must be an object, or an array of what the field may be")]
    [InlineData(FilteredBy + """{"Filters":[{"Pattern":"data"}]} } }""", "template: Map (AWS::Lambda::EventSourceMapping): FilterCriteria.Filters has 'data': it is not JSON")]
    public void A_broken_template_is_refused_with_resource_and_property(string resource, string message)
    {
        using var assembly = new TestAssembly(resource);

        Assert.Equal(message, Assert.Throws<LocalPipelineException>(() => assembly.Read()).Message);
    }

    [Fact]
    public void A_missing_asset_folder_is_refused_with_its_path()
    {
        using var assembly = new TestAssembly(Function);
        string folder = Path.Combine(assembly.Path, "asset.code");
        Directory.Delete(folder);

        Assert.Equal($"template: Etl (AWS::Lambda::Function): Code is the asset '{folder}', which is not there", Assert.Throws<LocalPipelineException>(() => assembly.Read()).Message);
    }

    [Fact]
    public void A_folder_without_a_manifest_and_a_stack_that_is_not_in_it_are_refused()
    {
        using var assembly = new TestAssembly("");
        string message = Assert.Throws<LocalPipelineException>(() => assembly.Read("Other")).Message;
        File.Delete(Path.Combine(assembly.Path, "manifest.json"));

        Assert.Equal($"cloud assembly: '{assembly.Path}' holds 'App', not 'Other'", message);
        Assert.Equal(
            $"cloud assembly: '{assembly.Path}' has no manifest.json; give the folder that cdk synth wrote (cdk.out)",
            Assert.Throws<LocalPipelineException>(() => assembly.Read()).Message);
    }
}
