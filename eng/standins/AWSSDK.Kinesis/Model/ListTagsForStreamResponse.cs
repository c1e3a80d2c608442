using Amazon.Runtime;

namespace Amazon.Kinesis.Model;

public partial class ListTagsForStreamResponse : AmazonWebServiceResponse
{
    public bool? HasMoreTags { get; set; }

    public List<Tag> Tags { get; set; }
}
