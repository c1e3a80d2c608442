using Shardwise.App;
using Shardwise.Constructs.Validation;
using App = Amazon.CDK.App;
using AppProps = Amazon.CDK.AppProps;

// Ten lines from jsii about the age of Node would bury the one line that matters. package.json says which Node this needs.
Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION", "20");
Environment.SetEnvironmentVariable("JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION", "1");

try
{
    // The traces would be of the jsii process: they point nowhere in this source.
    var app = new App(new AppProps { StackTraces = false });
    _ = new ReferenceStack(app, "ShardwiseReference", ReferenceSettings.FromContext(app.Node.TryGetContext));
    app.Synth();
    return 0;
}
catch (InvalidPropsException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 1;
}
