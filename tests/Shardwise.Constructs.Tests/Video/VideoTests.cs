using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Shardwise.Constructs.Monitoring;
using Shardwise.Constructs.Validation;
using Shardwise.Constructs.Video;
using Shouldly;

namespace Shardwise.Constructs.Tests.Video;

[Collection(CdkFixture.Name)]
public sealed class VideoTests(CdkFixture cdk)
{
    private static readonly Dictionary<string, Action<Stack>> Samples = new()
    {
        ["a stream"] = stack => _ = new VideoStream(stack, "Door"),
        ["a stream with everything"] = stack => _ = new VideoStream(stack, "Door", new VideoStreamProps
        {
            StreamName = "door",
            DeviceName = "camera-7",
            MediaType = "video/h264,audio/aac",
            Retention = TimeSpan.FromHours(1_440),
            StorageTier = VideoStorageTier.Warm,
            EncryptionKey = Key.FromKeyArn(stack, "Key", "arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-2222-3333-444455556666"),
            RemovalPolicy = RemovalPolicy.DESTROY,
            Tags = new Dictionary<string, string> { ["team"] = "doors" },
        }),
        ["a channel"] = stack => _ = new SignalingChannel(stack, "Talk"),
        ["a channel with everything"] = stack => _ = new SignalingChannel(stack, "Talk", new SignalingChannelProps
        {
            ChannelName = "door",
            MessageTtl = TimeSpan.FromSeconds(30),
            Tags = new Dictionary<string, string> { ["team"] = "doors" },
        }),
    };

    private static readonly (string Name, VideoStreamProps Allowed, VideoStreamProps Refused, string Violation)[] StreamRules =
    [
        ("a name", new() { StreamName = new string('n', 256) }, new() { StreamName = new string('n', 257) },
            $"StreamName is '{new string('n', 257)}'; allowed: 1 to 256 of a-z A-Z 0-9 _ . -."),
        ("a device", new() { DeviceName = new string('d', 128) }, new() { DeviceName = "front door" },
            "DeviceName is 'front door'; allowed: 1 to 128 of a-z A-Z 0-9 _ . -."),
        ("a media type", new() { MediaType = "video/h264,audio/x-wav" }, new() { MediaType = "h264" },
            "MediaType is 'h264'; allowed: media types such as video/h264, separated by commas, at most 128 characters."),
        ("a list of media types", new() { MediaType = "video/h264,audio/aac" }, new() { MediaType = "video/h264," },
            "MediaType is 'video/h264,'; allowed: media types such as video/h264, separated by commas, at most 128 characters."),
        ("the least retention", new() { Retention = TimeSpan.Zero }, new() { Retention = TimeSpan.FromHours(-1) },
            "Retention is -1 h; allowed: whole hours, from 0 h to 87,600 h."),
        ("the greatest retention", new() { Retention = TimeSpan.FromHours(87_600) }, new() { Retention = TimeSpan.FromHours(87_601) },
            "Retention is 87,601 h; allowed: whole hours, from 0 h to 87,600 h."),
        ("whole hours", new() { Retention = TimeSpan.FromHours(1) }, new() { Retention = TimeSpan.FromMinutes(90) },
            "Retention is 1.5 h; allowed: whole hours, from 0 h to 87,600 h."),
        ("tags", new() { Tags = Several(49) }, new() { Tags = Several(50) }, "Tags is 50 tags; allowed: at most 49."),
    ];

    private static readonly (string Name, SignalingChannelProps Allowed, SignalingChannelProps Refused, string Violation)[] ChannelRules =
    [
        ("a name", new() { ChannelName = new string('n', 256) }, new() { ChannelName = "" },
            "ChannelName is ''; allowed: 1 to 256 of a-z A-Z 0-9 _ . -."),
        ("the least time", new() { MessageTtl = TimeSpan.FromSeconds(5) }, new() { MessageTtl = TimeSpan.FromSeconds(4) },
            "MessageTtl is 4 s; allowed: whole seconds, from 5 s to 120 s."),
        ("the greatest time", new() { MessageTtl = TimeSpan.FromSeconds(120) }, new() { MessageTtl = TimeSpan.FromSeconds(121) },
            "MessageTtl is 121 s; allowed: whole seconds, from 5 s to 120 s."),
        ("tags", new() { Tags = Several(49) }, new() { Tags = Several(50) }, "Tags is 50 tags; allowed: at most 49."),
    ];

    public static TheoryData<string> Names => [.. Samples.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_looks_as_approved(string name)
    {
        var stack = cdk.NewStack();
        Samples[name](stack);

        stack.ShouldLookAsApproved(name);
    }

    [Fact]
    public void A_stream_takes_the_last_value_that_is_allowed_and_refuses_the_first_that_is_not()
    {
        var stack = cdk.NewStack();
        foreach (var (name, allowed, refused, violation) in StreamRules)
        {
            Should.NotThrow(() => new VideoStream(stack, name, allowed), name);
            Should.Throw<InvalidPropsException>(() => new VideoStream(stack, "Refused", refused), name)
                .Message.ShouldBe($"VideoStream 'Refused' has invalid properties:\n  {violation}");
        }
    }

    // "Amazon Kinesis Video Streams Tiered Storage": what leaves the warm tier before is paid for all the same.
    [Theory]
    [InlineData(VideoStorageTier.Warm, 719, true)]
    [InlineData(VideoStorageTier.Warm, 720, false)]
    [InlineData(VideoStorageTier.Hot, 24, false)]
    public void That_less_than_what_is_paid_for_is_kept_is_warned_of(VideoStorageTier tier, int hours, bool warned)
    {
        var stack = cdk.NewStack();
        _ = new VideoStream(stack, "Door", new VideoStreamProps { StorageTier = tier, Retention = TimeSpan.FromHours(hours) });

        Warnings.Of(stack).ShouldBe(warned
            ? ["VideoStream 'Door' keeps media for 719 h in the warm tier, where 720 h are paid for: keep it so long, or in the hot tier."]
            : []);
        CdkFixture.Synthesize(stack).OnlyProperties("AWS::KinesisVideo::Stream")["StreamStorageConfiguration"]!.ToJsonString()
            .ShouldBe($$"""{"DefaultStorageTier":"{{(tier == VideoStorageTier.Warm ? "WARM" : "HOT")}}"}""");
    }

    [Fact]
    public void A_channel_takes_the_last_value_that_is_allowed_and_refuses_the_first_that_is_not()
    {
        var stack = cdk.NewStack();
        foreach (var (name, allowed, refused, violation) in ChannelRules)
        {
            Should.NotThrow(() => new SignalingChannel(stack, name, allowed), name);
            Should.Throw<InvalidPropsException>(() => new SignalingChannel(stack, "Refused", refused), name)
                .Message.ShouldBe($"SignalingChannel 'Refused' has invalid properties:\n  {violation}");
        }
    }

    [Fact]
    public void A_camera_may_write_and_a_viewer_may_read_and_neither_more()
    {
        var stack = cdk.NewStack();
        var stream = new VideoStream(stack, "Door");
        stream.GrantWrite(new User(stack, "Camera"));
        stream.GrantRead(new User(stack, "Viewer"));

        CdkFixture.Synthesize(stack).Allowed().ShouldBe(
        [
            "Allow kinesisvideo:DescribeStream on {Door.Arn}", "Allow kinesisvideo:DescribeStream on {Door.Arn}",
            "Allow kinesisvideo:GetClip on {Door.Arn}", "Allow kinesisvideo:GetDASHStreamingSessionURL on {Door.Arn}",
            "Allow kinesisvideo:GetDataEndpoint on {Door.Arn}", "Allow kinesisvideo:GetDataEndpoint on {Door.Arn}",
            "Allow kinesisvideo:GetHLSStreamingSessionURL on {Door.Arn}", "Allow kinesisvideo:GetImages on {Door.Arn}",
            "Allow kinesisvideo:GetMedia on {Door.Arn}", "Allow kinesisvideo:GetMediaForFragmentList on {Door.Arn}",
            "Allow kinesisvideo:ListFragments on {Door.Arn}", "Allow kinesisvideo:PutMedia on {Door.Arn}",
        ],
        ignoreOrder: true);
    }

    [Fact]
    public void With_a_key_of_its_own_a_stream_grants_that_too()
    {
        var stack = cdk.NewStack();
        var stream = new VideoStream(stack, "Door", new VideoStreamProps { EncryptionKey = new Key(stack, "Mine") });
        stream.GrantWrite(new User(stack, "Camera"));
        stream.GrantRead(new User(stack, "Viewer"));

        CdkFixture.Synthesize(stack).Allowed().Where(line => line.Contains(" kms:", StringComparison.Ordinal)).ShouldBe(
            ["Allow kms:Decrypt on {Mine.Arn}", "Allow kms:GenerateDataKey on {Mine.Arn}"]);
    }

    [Fact]
    public void A_master_and_a_viewer_may_connect_as_what_they_are()
    {
        var stack = cdk.NewStack();
        var channel = new SignalingChannel(stack, "Talk");
        channel.GrantMaster(new User(stack, "Camera"));
        channel.GrantViewer(new User(stack, "Phone"));

        CdkFixture.Synthesize(stack).Allowed().ShouldBe(
        [
            "Allow kinesisvideo:ConnectAsMaster on {Talk.Arn}", "Allow kinesisvideo:ConnectAsViewer on {Talk.Arn}",
            "Allow kinesisvideo:DescribeSignalingChannel on {Talk.Arn}", "Allow kinesisvideo:DescribeSignalingChannel on {Talk.Arn}",
            "Allow kinesisvideo:GetIceServerConfig on {Talk.Arn}", "Allow kinesisvideo:GetIceServerConfig on {Talk.Arn}",
            "Allow kinesisvideo:GetSignalingChannelEndpoint on {Talk.Arn}", "Allow kinesisvideo:GetSignalingChannelEndpoint on {Talk.Arn}",
        ],
        ignoreOrder: true);
    }

    [Fact]
    public void Media_outlives_its_stack_and_is_watched_by_the_streams_name()
    {
        var stack = cdk.NewStack();
        _ = new VideoStream(stack, "Door");
        var template = CdkFixture.Synthesize(stack);

        ((string)template.Only("AWS::KinesisVideo::Stream")["DeletionPolicy"]!).ShouldBe("Retain");
        template.AlarmedMetrics().ShouldBe(
        [
            "AWS/KinesisVideo PutMedia.Success Average StreamName={Door}",
            "AWS/KinesisVideo PutMedia.ConnectionErrors Sum StreamName={Door}",
        ],
        ignoreOrder: true);
    }

    [Fact]
    public void The_alarms_can_be_left_out()
    {
        var stack = cdk.NewStack();
        new VideoStream(stack, "Door", new VideoStreamProps { Alarms = new AlarmSettings { Enabled = false } }).Alarms.ShouldBeEmpty();
    }

    private static Dictionary<string, string> Several(int count) => Enumerable.Range(0, count).ToDictionary(n => $"k{n}", n => $"v{n}");
}
