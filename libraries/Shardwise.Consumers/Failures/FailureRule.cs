namespace Shardwise.Consumers;

/// <summary>One row of <see cref="FailureRules"/>: a failure, and whose it is.</summary>
/// <param name="What">The failure, in words, as the table in the docs has it.</param>
/// <param name="Cause">Whose it is.</param>
/// <param name="Source">Where that is told: the exception's package and version, or the service's own page.</param>
/// <param name="IsMet">Whether an exception is this failure; what is inside it has a look of its own.</param>
internal sealed record FailureRule(string What, FailureCause Cause, string Source, Func<Exception, bool> IsMet)
{
    /// <summary>The full name of the exception, where it is of a package that is not referenced and so is known by its name.</summary>
    public string? TypeName { get; init; }

    /// <summary>That package, as <c>Name Version</c>: the version that the tests run with.</summary>
    public string? Package { get; init; }

    /// <summary>A rule about an exception that is known by its name, or derives from it.</summary>
    public static FailureRule Named(string package, string typeName, string when, FailureCause cause, Func<Exception, bool>? isMet = null) =>
        new(
            $"`{typeName}`{when}",
            cause,
            package,
            exception => ExceptionMembers.IsNamed(exception, typeName) && (isMet is null || isMet(exception)))
        {
            TypeName = typeName,
            Package = package,
        };
}
