using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Shardwise.Local.Routing;

namespace Shardwise.Local.Iam;

/// <summary>
/// Gives each function credentials of its role, and judges the calls made with them. Calls with other credentials are the user's own, who may do
/// everything. What cannot be judged is allowed, and said once.
/// </summary>
internal sealed class AccessGuard(IamTemplate template, string region, string account, TimeProvider clock, Action<string> say)
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly ConcurrentDictionary<string, Caller> _callers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _said = new(StringComparer.Ordinal);

    /// <summary>The access key id of a role's session; the same for the same names.</summary>
    public string KeyFor(string roleArn, string sessionName)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{roleArn}\n{sessionName}"));
        string key = "ASIA" + string.Concat(hash.Take(16).Select(part => Alphabet[part % Alphabet.Length]));
        _callers[key] = new Caller { RoleArn = roleArn, SessionName = sessionName };
        if (!template.Roles.ContainsKey(roleArn))
        {
            SayOnce($"{sessionName}: its role {roleArn} is not in the template; its calls are not judged");
        }

        return key;
    }

    /// <summary>The refusal of a call that its caller may not make; null where he may.</summary>
    public async Task<AwsError?> JudgeAsync(ServiceRow row, ServiceCall call)
    {
        if (call.Signature is not { } signature || !_callers.TryGetValue(signature.AccessKeyId, out var caller)
            || !template.Roles.ContainsKey(caller.RoleArn))
        {
            return null;
        }

        call.Check = needed => Refuse(row, call, Judge(caller, needed));
        if (row.Needs is null || await row.Needs(call).ConfigureAwait(false) is not { } needs)
        {
            SayOnce($"{row.Name} {call.Operation}: what it needs to be allowed is not known here; it is allowed");
            return null;
        }

        return needs.Select(call.Check).FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>The sentence that refuses a role an action; null where it may.</summary>
    public string? Judge(string roleArn, string sessionName, NeededPermission needed) =>
        template.Roles.ContainsKey(roleArn) ? Judge(new Caller { RoleArn = roleArn, SessionName = sessionName }, needed) : null;

    /// <summary>The sentence that refuses a service an action on behalf of a resource, such as a rule; null where it may.</summary>
    /// <param name="service">Such as <c>events.amazonaws.com</c>.</param>
    /// <param name="sourceArn">On whose behalf.</param>
    /// <param name="needed">What it is to do.</param>
    public string? JudgeService(string service, string sourceArn, NeededPermission needed) =>
        Judge(new Caller { Service = service }, needed, sourceArn);

    private string? Judge(Caller caller, NeededPermission needed, string? sourceArn = null)
    {
        var policies = template.Roles.GetValueOrDefault(caller.RoleArn) ?? CallerPolicies.None;
        var request = new AccessRequest(caller, needed.Action, needed.Resource, Context(caller, policies, needed, sourceArn));
        var decision = AccessJudge.Judge(request, policies, PolicyOf(needed.Resource));
        foreach (string unknown in decision.NotKnown)
        {
            SayOnce($"permissions: {unknown} is not known here; what hangs on it is allowed");
        }

        return decision.Refusal;
    }

    // The policy of a bucket judges its objects, that of a stream its consumers.
    private PolicyDocument? PolicyOf(string arn)
    {
        if (template.OfResources.TryGetValue(arn, out var policy))
        {
            return policy;
        }

        int slash = arn.StartsWith("arn:aws:s3:::", StringComparison.Ordinal) ? arn.IndexOf('/', StringComparison.Ordinal) : -1;
        return slash < 0 ? null : template.OfResources.GetValueOrDefault(arn[..slash]);
    }

    private PolicyContext Context(Caller caller, CallerPolicies policies, NeededPermission needed, string? sourceArn)
    {
        var now = clock.GetUtcNow();
        bool isService = caller.Service is not null;
        var context = new PolicyContext()
            // In AWS every call comes by TLS; here none does.
            .With("aws:SecureTransport", "true")
            .With("aws:CurrentTime", now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            .With("aws:EpochTime", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture))
            .With("aws:RequestedRegion", region)
            .With("aws:ResourceAccount", account)
            .With("aws:PrincipalIsAWSService", isService ? "true" : "false")
            .With("aws:ViaAWSService", "false")
            .With("aws:MultiFactorAuthPresent").With("aws:MultiFactorAuthAge").With("aws:CalledVia").With("aws:username").With(
                "aws:FederatedProvider")
            .With("aws:SourceArn", sourceArn is null ? [] : [sourceArn])
            .With("aws:SourceAccount", sourceArn is null ? [] : [account])
            .Only("aws:PrincipalTag/");
        if (!isService)
        {
            context.With("aws:PrincipalArn", caller.RoleArn).With("aws:PrincipalAccount", account).With("aws:PrincipalType", "AssumedRole");
        }

        foreach (var (key, value) in policies.Tags)
        {
            context.With($"aws:PrincipalTag/{key}", value);
        }

        foreach (var (key, value) in needed.Context)
        {
            context.With(key, value is null ? [] : [value]);
        }

        return context;
    }

    private static AwsError? Refuse(ServiceRow row, ServiceCall call, string? sentence) => sentence is null ? null
        : call.Protocol == WireProtocol.RestXml ? new AwsError("AccessDenied", sentence, 403)
        : new AwsError("AccessDeniedException", sentence, call.Protocol is WireProtocol.Query or WireProtocol.RestJson ? 403 : 400)
        {
            QueryCode = row.SigningName == "sns" ? "AuthorizationError" : "AccessDenied",
        };

    private void SayOnce(string text)
    {
        if (_said.TryAdd(text, true))
        {
            say(text);
        }
    }
}
