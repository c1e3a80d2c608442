using Amazon.CDK;
using Shardwise.Local.TestApp;

// Lines of jsii about the age of Node would bury the one line that matters.
System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
System.Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION", "1");

var app = new App(new AppProps { StackTraces = false, AnalyticsReporting = false });
var platform = new PlatformStack(app, "Platform");
_ = new OrdersStack(app, "Orders", platform, args[0]);
app.Synth();
