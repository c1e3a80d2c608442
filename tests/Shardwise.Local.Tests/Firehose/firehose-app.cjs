// A CDK app as anybody writes one, of the CDK's own constructs only: node firehose-app.cjs FUNCTION-FOLDER ENDPOINT-URL, with CDK_OUTDIR.
const { App, Stack, Duration, Size, RemovalPolicy } = require('aws-cdk-lib');
const firehose = require('aws-cdk-lib/aws-kinesisfirehose');
const glue = require('aws-cdk-lib/aws-glue');
const kinesis = require('aws-cdk-lib/aws-kinesis');
const lambda = require('aws-cdk-lib/aws-lambda');
const s3 = require('aws-cdk-lib/aws-s3');

const [functionFolder, endpointUrl] = process.argv.slice(2);
const app = new App();
const stack = new Stack(app, 'Orders');

const lake = new s3.Bucket(stack, 'Lake', { removalPolicy: RemovalPolicy.DESTROY });
const raw = new s3.Bucket(stack, 'Raw');
const transform = new lambda.Function(stack, 'Transform', {
  runtime: lambda.Runtime.DOTNET_10 ?? new lambda.Runtime('dotnet10', lambda.RuntimeFamily.DOTNET_CORE),
  handler: 'Shardwise.Local.TestFunctions::Shardwise.Local.TestFunctions.Transform::Orders',
  code: lambda.Code.fromAsset(functionFolder),
  timeout: Duration.minutes(1),
});
const database = new glue.CfnDatabase(stack, 'Database', { catalogId: stack.account, databaseInput: { name: 'shop' } });
const table = new glue.CfnTable(stack, 'Table', {
  catalogId: stack.account,
  databaseName: database.ref,
  tableInput: {
    name: 'orders',
    storageDescriptor: {
      columns: [
        { name: 'order_id', type: 'bigint' },
        { name: 'customer', type: 'string' },
        { name: 'amount', type: 'decimal(10,2)' },
        { name: 'items', type: 'array<struct<sku:string,quantity:int>>' },
      ],
    },
  },
});

new firehose.DeliveryStream(stack, 'OrdersToLake', {
  deliveryStreamName: 'orders-to-lake',
  destination: new firehose.S3Bucket(lake, {
    dataOutputPrefix: 'orders/customer=!{partitionKeyFromQuery:customer}/day=!{timestamp:yyyy-MM-dd}/',
    errorOutputPrefix: 'failed/!{firehose:error-output-type}/',
    bufferingInterval: Duration.seconds(60),
    bufferingSize: Size.mebibytes(64),
    dynamicPartitioning: { enabled: true },
    processors: [
      new firehose.LambdaFunctionProcessor(transform, { bufferInterval: Duration.seconds(1), bufferSize: Size.mebibytes(1), retries: 1 }),
      firehose.MetadataExtractionProcessor.jq16({ customer: '.customer | ascii_downcase' }),
    ],
    dataFormatConversion: {
      schemaConfiguration: firehose.SchemaConfiguration.fromCfnTable(table),
      inputFormat: firehose.InputFormat.OPENX_JSON,
      outputFormat: firehose.OutputFormat.PARQUET,
    },
    s3Backup: { bucket: raw, dataOutputPrefix: 'orders/', mode: firehose.BackupMode.ALL, compression: firehose.Compression.GZIP },
  }),
});

const clicks = new kinesis.Stream(stack, 'Clicks', { shardCount: 2, streamName: 'clicks' });
const clicksToEndpoint = new firehose.DeliveryStream(stack, 'ClicksToEndpoint', {
  source: new firehose.KinesisStreamSource(clicks),
  destination: new firehose.HttpEndpoint({
    endpointConfig: { url: 'https://intake.example.com/', name: 'intake' },
    requestCompression: firehose.HttpCompression?.GZIP,
    bufferingHints: { interval: Duration.seconds(1), size: Size.mebibytes(1) },
    attributes: [{ name: 'stage', value: 'test' }],
    s3Backup: { bucket: raw, dataOutputPrefix: 'clicks/' },
  }),
});
// The CDK takes https only; the endpoint of a test is on this machine.
clicksToEndpoint.node.defaultChild.addPropertyOverride('HttpEndpointDestinationConfiguration.EndpointConfiguration.Url', endpointUrl);

app.synth();
