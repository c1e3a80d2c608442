using Amazon.CDK;
using MyConsumer.Infra;

var app = new App();
_ = new ConsumerStack(app, "MyConsumer", Path.GetFullPath("publish"));
app.Synth();
