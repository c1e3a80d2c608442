using System.Globalization;
using Shardwise.LocalKinesis.Streams;

namespace Shardwise.LocalKinesis.Operations;

/// <summary>
/// Every text with which a call is refused. Those of the real service are written as it writes them, slips included. CHOSEN marks what no source
/// tells: its code is likely, its text ours.
/// </summary>
internal static class Refusals
{
    private const string LimitsPage = "http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html";

    // Types and constraints.
    public static Refusal Serialization(string? message) => new("SerializationException", message);

    public static Refusal NotConvertible(string java, string type) => Serialization($"class {java} can not be converted to an {type}");

    public static Refusal ListNotExpected() => Serialization("Start of list found where not expected");

    public static Refusal StructureNotExpected() => Serialization("Start of structure or map found where not expected.");

    public static Refusal Validation(IReadOnlyList<string> errors) => new(
        "ValidationException",
        $"{errors.Count} validation error{(errors.Count == 1 ? "" : "s")} detected: {string.Join("; ", errors)}");

    public static Refusal MustNotBeNull(string path) =>
        Validation([$"Value null at '{path}' failed to satisfy constraint: Member must not be null"]);

    // Streams.
    public static Refusal NotFound(Scope scope, string stream) => Missing($"Stream {stream} under account {scope.Account} not found.");

    public static Refusal NotActive(KinesisStream stream) =>
        InUse($"Stream {stream.Name} under account {stream.Scope.Account} not ACTIVE, instead in state {stream.StatusText}");

    public static Refusal Exists(Scope scope, string stream) => InUse($"Stream {stream} under account {scope.Account} already exists.");

    public static Refusal HasConsumers(KinesisStream stream) => InUse( // CHOSEN
        $"Stream {stream.Name} under account {stream.Scope.Account} has consumers registered: deregister them or set EnforceConsumerDeletion.");

    public static Refusal NameOrArnNeeded() => Argument("Either StreamName or StreamARN must be given."); // CHOSEN

    public static Refusal NameAndArnDiffer(string name, string arn) =>
        Argument($"StreamName {name} and StreamARN {arn} do not name the same stream."); // CHOSEN

    public static Refusal NotAStreamArn(string arn) => Argument($"{arn} is not the ARN of a stream."); // CHOSEN

    public static Refusal ShardLimit(Scope scope, int open, int limit, int added) => Limit(string.Create(
        CultureInfo.InvariantCulture,
        $"This request would exceed the shard limit for the account {scope.Account} in {scope.Region}. Current shard count for the "
        + $"account: {open}. Limit: {limit}. Number of additional shards that would have resulted from this request: {added}. Refer to the "
        + $"AWS Service Limits page ({LimitsPage}) for current limits and how to request higher limits."));

    public static Refusal TooManyCreating(Scope scope) =>
        Limit($"Account {scope.Account} has 5 streams in state CREATING, which is the limit."); // CHOSEN

    public static Refusal OnDemandLimit(Scope scope, int limit) => Limit( // CHOSEN
        string.Create(CultureInfo.InvariantCulture, $"Account {scope.Account} has {limit} on-demand streams, which is its limit."));

    public static Refusal ShardCountNeeded() => Argument("ShardCount must be given for a stream in mode PROVISIONED."); // CHOSEN

    public static Refusal ShardCountOnDemand() => ValidationText("ShardCount must not be given for a stream in mode ON_DEMAND."); // CHOSEN

    public static Refusal OnDemandOnly(string member) => Argument($"{member} is only for streams in mode ON_DEMAND."); // CHOSEN

    public static Refusal IsOnDemand(KinesisStream stream) => ValidationText( // CHOSEN
        $"Request is invalid. Stream {stream.Name} under account {stream.Scope.Account} is in On-Demand mode.");

    public static Refusal ModeSwitchedTwice(KinesisStream stream) => Limit( // CHOSEN
        $"Stream {stream.Name} under account {stream.Scope.Account} has switched its mode twice in the last 24 hours, the limit of "
        + $"UpdateStreamMode.");

    public static Refusal RetentionTooShort(long hours) => Argument(string.Create(
        CultureInfo.InvariantCulture, $"Minimum allowed retention period is 24 hours. Requested retention period ({hours} hours) is too short."));

    public static Refusal RetentionTooLong(long hours) => Argument(string.Create( // CHOSEN
        CultureInfo.InvariantCulture, $"Maximum allowed retention period is 8760 hours. Requested retention period ({hours} hours) is too long."));

    public static Refusal RetentionNotShorter(KinesisStream stream, long hours) => Argument(string.Create(
        CultureInfo.InvariantCulture,
        $"Requested retention period ({hours} hours) for stream {stream.Name} can not be shorter than existing retention period "
        + $"({stream.RetentionHours} hours). Use DecreaseRetentionPeriod API."));

    public static Refusal RetentionNotLonger(KinesisStream stream, long hours) => Argument(string.Create(
        CultureInfo.InvariantCulture,
        $"Requested retention period ({hours} hours) for stream {stream.Name} can not be longer than existing retention period "
        + $"({stream.RetentionHours} hours). Use IncreaseRetentionPeriod API."));

    public static Refusal CommitmentNeeded() => ValidationText( // CHOSEN
        "Warm throughput needs a stream in mode ON_DEMAND and the account's MinimumThroughputBillingCommitment ENABLED.");

    public static Refusal TooWarm(long asked, int most) => Limit( // CHOSEN
        string.Create(CultureInfo.InvariantCulture, $"WarmThroughputMiBps is {asked}, and a stream takes at most {most}."));

    // Shards.
    public static Refusal ShardNotFound(Scope scope, string stream, string shard) =>
        Missing($"Could not find shard {shard} in stream {stream} under account {scope.Account}.");

    public static Refusal ShardDoesNotExist(Scope scope, string stream, string shard) =>
        Missing($"Shard {shard} in stream {stream} under account {scope.Account} does not exist");

    public static Refusal ShardClosed(KinesisStream stream, Shard shard) => Argument( // CHOSEN
        $"Shard {shard.Id} in stream {stream.Name} under account {stream.Scope.Account} is closed and cannot be split or merged.");

    public static Refusal SplitKeyOutOfRange(KinesisStream stream, Shard shard, string key) => Argument(string.Create(
        CultureInfo.InvariantCulture,
        $"NewStartingHashKey {key} used in SplitShard() on shard {shard.Id} in stream {stream.Name} under account {stream.Scope.Account} "
        + $"is not both greater than one plus the shard's StartingHashKey {shard.Range.Start} and less than the shard's EndingHashKey "
        + $"{shard.Range.End}."));

    public static Refusal NotAdjacent(KinesisStream stream, Shard first, Shard second) => Argument(
        $"Shards {first.Id} and {second.Id} in stream {stream.Name} under account {stream.Scope.Account} are not an adjacent pair of "
        + $"shards eligible for merging");

    public static Refusal MoreThanDouble(int open, long target) => Argument( // CHOSEN code
        $"UpdateShardCount cannot scale up over double your current open shard count. {Counts(open, target)}");

    public static Refusal LessThanHalf(int open, long target) => Argument( // CHOSEN code
        $"UpdateShardCount cannot scale down below half your current open shard count. {Counts(open, target)}");

    public static Refusal SameCount(int open, long target) =>
        Argument($"UpdateShardCount must change the open shard count. {Counts(open, target)}"); // CHOSEN

    public static Refusal UpdatedTooOften(KinesisStream stream, int limit) => Limit(string.Create( // CHOSEN
        CultureInfo.InvariantCulture,
        $"Stream {stream.Name} under account {stream.Scope.Account} has been updated {limit} times in the last 24 hours, the limit of "
        + $"UpdateShardCount."));

    // Puts.
    public static Refusal HashKeyOutOfRange(string key) =>
        Argument($"Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]. Specified value was {key}");

    public static Refusal OrderingInvalid(KinesisStream stream, string number) =>
        Argument(
            $"ExclusiveMinimumSequenceNumber {number} used in PutRecord on stream {stream.Name} under account {stream.Scope.Account} is invalid.");

    public static Refusal OrderingOnAuto() =>
        Argument("SequenceNumberForOrdering is not for streams with RecordDistributionStrategy AUTO."); // CHOSEN

    public static Refusal CallTooLarge() => Argument("Records size exceeds 10 MB limit"); // CHOSEN number

    public static Refusal RecordTooLarge(string path, int bytes, int limit) => Validation([string.Create( // CHOSEN
        CultureInfo.InvariantCulture,
        $"Value 'java.nio.HeapByteBuffer[pos=0 lim={bytes} cap={bytes}]' at '{path}' failed to satisfy constraint: Member must have length "
        + $"less than or equal to {limit}")]);

    public static string WriteRate(KinesisStream stream, string shard) =>
        $"Rate exceeded for shard {shard} in stream {stream.Name} under account {stream.Scope.Account}.";

    public static Refusal WriteRateExceeded(KinesisStream stream, string shard) => Throughput(WriteRate(stream, shard));

    public static Refusal NoRoom(string message) => Limit(message); // CHOSEN: no real service runs out of room

    // Reads.
    public static Refusal IteratorAndNumber(string type, bool given) => Argument(
        $"Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and "
        + $"no StartingSequenceNumber. Request specified {type} and {(given ? "also a" : "no")} StartingSequenceNumber.");

    public static Refusal StartInvalid(Scope scope, string stream, string shard, string number) => Argument(
        $"StartingSequenceNumber {number} used in GetShardIterator on shard {shard} in stream {stream} under account {scope.Account} is invalid.");

    public static Refusal StartOfAnotherStream(Scope scope, string stream, string shard, string number) => Argument(
        $"StartingSequenceNumber {number} used in GetShardIterator on shard {shard} in stream {stream} under account {scope.Account} is "
        + $"invalid because it did not come from this stream.");

    public static Refusal StartOfAnotherShard(string encoded, string used) =>
        Argument($"Invalid StartingSequenceNumber. It encodes {encoded}, while it was used in a call to a shard with {used}");

    public static Refusal NoTimestamp() => Argument(
        "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP. Current request has no timestamp parameter.");

    public static Refusal TimestampInFuture(long milliseconds, long now) => Argument(string.Create(
        CultureInfo.InvariantCulture,
        $"The timestampInMillis parameter cannot be greater than the currentTimestampInMillis. timestampInMillis: {milliseconds}, "
        + $"currentTimestampInMillis: {now}"));

    public static Refusal IteratorInvalid() => Argument("Invalid ShardIterator.");

    public static Refusal IteratorExpired(DateTimeOffset created, DateTimeOffset now, TimeSpan lifetime) =>
        new("ExpiredIteratorException", string.Create(
        CultureInfo.InvariantCulture,
        $"Iterator expired. The iterator was created at time {JavaTime(created)} while right now it is {JavaTime(now)} which is further in "
        + $"the future than the tolerated delay of {lifetime.TotalMilliseconds} milliseconds."));

    public static Refusal ReadRateExceeded(KinesisStream stream, string shard) =>
        Throughput($"Rate exceeded for Shard - {stream.Scope.Account}/{stream.Name}/{shard}");

    // Paging.
    public static Refusal TokenOrName() => Argument("Either NextToken or StreamName should be provided.");

    public static Refusal TokenAndName() => Argument("NextToken and StreamName cannot be provided together.");

    public static Refusal TokenAnd(string member) => Argument($"NextToken and {member} cannot be provided together."); // CHOSEN

    public static Refusal TokenInvalid() => Argument("Invalid NextToken."); // CHOSEN

    public static Refusal TokenExpired() =>
        new("ExpiredNextTokenException", "The NextToken is older than 300 seconds: list from the start again."); // CHOSEN

    public static Refusal OtherIncarnation(Scope scope, string stream) => NotFound(scope, stream); // CHOSEN

    public static Refusal FilterNeeds(string type, string member) => Argument($"ShardFilter of type {type} needs {member}."); // CHOSEN

    public static Refusal FilterForbids(string type, string member) => Argument($"ShardFilter of type {type} must not have {member}."); // CHOSEN

    // Tags.
    public static Refusal TagCharacters() => Argument(
        "Some tags contain invalid characters. Valid characters: Unicode letters, digits, white space, _ . / = + - % @.");

    public static Refusal TagPercent(KinesisStream stream, bool adding) => Argument(
        $"Failed to {(adding ? "add tags to" : "remove tags from")} stream {stream.Name} under account {stream.Scope.Account} because some "
        + $"tags contained illegal characters. The allowed characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@'.");

    public static Refusal TooManyTags(KinesisStream stream) => Argument(
        $"Failed to add tags to stream {stream.Name} under account {stream.Scope.Account} because a given stream cannot have more than 10 "
        + $"tags associated with it.");

    // Consumers and policies.
    public static Refusal ConsumerNotFound(KinesisStream stream, string name) =>
        Missing($"Consumer {name} under stream {stream.Name} and account {stream.Scope.Account} not found."); // CHOSEN

    public static Refusal ConsumerExists(KinesisStream stream, string name) =>
        InUse($"Consumer {name} under stream {stream.Name} and account {stream.Scope.Account} already exists."); // CHOSEN

    public static Refusal ConsumerNotActive(KinesisStream stream, Consumer consumer) => InUse(string.Create(
        CultureInfo.InvariantCulture,
        $"Consumer {consumer.Name} with creation timestamp {consumer.CreatedAt.ToUnixTimeSeconds()} under stream {stream.Name} and account "
        + $"{stream.Scope.Account} is not in ACTIVE status."));

    public static Refusal TooManyConsumers(KinesisStream stream, int limit) => Limit(string.Create( // CHOSEN
        CultureInfo.InvariantCulture, $"Stream {stream.Name} under account {stream.Scope.Account} has {limit} consumers, which is the limit."));

    public static Refusal ConsumerNeeded() => Argument("Either ConsumerARN, or StreamARN and ConsumerName must be given."); // CHOSEN

    public static Refusal ConsumerArnsDiffer() => Argument("ConsumerARN does not name the consumer of StreamARN and ConsumerName."); // CHOSEN

    public static Refusal Subscribed(KinesisStream stream, Shard shard, Consumer consumer) =>
        InUse($"Another active subscription exists for this consumer: {stream.Scope.Account}:{stream.Name}:{shard.Id}:{consumer.Name}");

    public static Refusal PolicyInvalid() => Argument("The policy is not a JSON document."); // CHOSEN

    public static Refusal PolicyNotFound(string arn) => Missing($"No resource policy is attached to {arn}."); // CHOSEN

    // Everything.
    public static Refusal RateExceeded(string what) => Limit($"Rate exceeded for {what}.");

    public static Refusal InternalFailure() => new("InternalFailure", null, 500);

    public static Refusal DryRunSucceeded() => new("DryRunOperationException", "The request would have succeeded, but DryRun is set."); // CHOSEN

    public static Refusal DryRunRate(string stream) => new("ThrottlingException", $"Rate exceeded for dry runs on stream {stream}."); // CHOSEN

    public static Refusal Argument(string message) => new("InvalidArgumentException", message);

    private static Refusal ValidationText(string message) => new("ValidationException", message);

    private static Refusal Missing(string message) => new("ResourceNotFoundException", message);

    private static Refusal InUse(string message) => new("ResourceInUseException", message);

    private static Refusal Limit(string message) => new("LimitExceededException", message);

    private static Refusal Throughput(string message) => new("ProvisionedThroughputExceededException", message);

    private static string Counts(int open, long target) =>
        string.Create(CultureInfo.InvariantCulture, $"Current open shard count: {open} Target shard count: {target}");

    private static string JavaTime(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd MMM dd HH':'mm':'ss 'UTC' yyyy", CultureInfo.InvariantCulture);
}
