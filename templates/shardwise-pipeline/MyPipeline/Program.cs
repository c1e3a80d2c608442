using Amazon.CDK;
using Company.Clicks;

var app = new App();
_ = new PipelineStack(app, "CompanyClicks");
app.Synth();
