namespace Shardwise.LambdaHost;

/// <summary>The handler string, or what it names, is no handler; the message is one line for a person.</summary>
internal sealed class HandlerException(string message) : Exception(message);
