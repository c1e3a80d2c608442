namespace Shardwise.Consumers;

/// <summary>
/// What MongoDB answers when the document is at fault: a duplicate key (11000, 11001), a document that fails validation (121), a value that is not
/// taken (2, 9, 14), an object too large (10334, 17419, 17420).
/// Source: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml
/// </summary>
internal static class MongoErrors
{
    public static bool IsData(Exception exception) =>
        IsData(ExceptionMembers.Number(exception, "WriteError.Code")) || IsData(ExceptionMembers.Number(exception, "Code")) || AreAllData(exception);

    private static bool IsData(int? code) => code is 2 or 9 or 14 or 121 or 10334 or 11000 or 11001 or 17419 or 17420;

    // A bulk write that also lacks the write concern, or fails in part for something else, is not the data's fault alone.
    private static bool AreAllData(Exception exception)
    {
        var errors = ExceptionMembers.All(exception, "WriteErrors").Select(error => ExceptionMembers.Number(error, "Code")).ToList();
        return errors.Count > 0 && errors.All(IsData) && ExceptionMembers.Read(exception, "WriteConcernError") is null;
    }
}
