using Amazon.Lambda.Core;

namespace Shardwise.AwsPackages.Tests.Lambda;

public class LoggerTests
{
    [Fact]
    public void A_logger_that_knows_only_lines_still_takes_levels()
    {
        var logger = new LineLogger();

        ((ILambdaLogger)logger).LogInformation("started");
        ((ILambdaLogger)logger).Log(LogLevel.Error, "stopped");

        Assert.Equal(["started", "stopped"], logger.Lines);
    }

    private sealed class LineLogger : ILambdaLogger
    {
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines => _lines;

        public void Log(string message) => _lines.Add(message);

        public void LogLine(string message) => _lines.Add(message);
    }
}
