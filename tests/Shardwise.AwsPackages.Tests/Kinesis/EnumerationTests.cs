using Amazon.Kinesis;
using Amazon.Runtime;

namespace Shardwise.AwsPackages.Tests.Kinesis;

public class EnumerationTests
{
    [Fact]
    public void Values_compare_without_regard_to_case()
    {
        Assert.True(StreamStatus.ACTIVE == "active");
        Assert.True(new StreamStatus("Active") == StreamStatus.ACTIVE);
        Assert.False(StreamStatus.ACTIVE == StreamStatus.UPDATING);
    }

    [Fact]
    public void A_string_converts_and_a_missing_one_is_null()
    {
        StreamMode mode = "ON_DEMAND";

        Assert.Same(StreamMode.ON_DEMAND, mode);
        Assert.Null(StreamMode.FindValue(null));
        Assert.IsType<ConstantClass>(mode, exactMatch: false);
    }
}
