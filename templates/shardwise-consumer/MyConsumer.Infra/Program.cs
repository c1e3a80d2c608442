using Amazon.CDK;
using Company.Orders.Infra;

var app = new App();
_ = new ConsumerStack(app, "CompanyOrders", Path.GetFullPath("publish"));
app.Synth();
