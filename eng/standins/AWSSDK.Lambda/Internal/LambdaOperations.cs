using Amazon.Lambda.Model;
using Amazon.Runtime.Internal;

namespace Amazon.Lambda.Internal;

/// <summary>The one operation that is used; Lambda speaks REST, where the other stand-ins' services speak AWS JSON.</summary>
internal static class LambdaOperations
{
    public static readonly InvokeOptions Invoke = new()
    {
        RequestMarshaller = new InvokeRequestMarshaller(),
        ResponseUnmarshaller = new InvokeResponseUnmarshaller(),
    };
}
