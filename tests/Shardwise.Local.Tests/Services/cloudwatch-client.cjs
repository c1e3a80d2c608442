// A client that nobody here wrote: puts two minutes of a metric, reads them back, and shows how a refusal arrives.
'use strict';
const [, , modules, endpoint] = process.argv;
const { CloudWatchClient, GetMetricDataCommand, PutMetricDataCommand } = require(modules + '/@aws-sdk/client-cloudwatch');

const client = new CloudWatchClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 });
let contentType;
client.middlewareStack.add((next) => async (args) => {
  contentType = args.request.headers['content-type'];
  return next(args);
}, { step: 'finalizeRequest' });

const metric = { Namespace: 'Shardwise', MetricName: 'Age', Dimensions: [{ Name: 'Stream', Value: 'js' }] };
const read = (stat) => client.send(new GetMetricDataCommand({
  StartTime: new Date('2026-11-19T22:00:00Z'),
  EndTime: new Date('2026-11-19T22:05:00Z'),
  MetricDataQueries: [{ Id: 'm1', MetricStat: { Metric: metric, Period: 60, Stat: stat } }],
}));

(async () => {
  const { Namespace, ...datum } = metric;
  await client.send(new PutMetricDataCommand({
    Namespace,
    MetricData: [
      { ...datum, Timestamp: new Date('2026-11-19T22:00:10Z'), Value: 2.5 },
      { ...datum, Timestamp: new Date('2026-11-19T22:01:10Z'), Values: [3, 1], Counts: [2, 1] },
    ],
  }));
  console.log(contentType);
  const { Id, Label, StatusCode, Timestamps, Values } = (await read('Sum')).MetricDataResults[0];
  console.log(JSON.stringify({ Id, Label, StatusCode, Timestamps, Values }));
  await read('tm90').catch((error) => console.log(`${error.name}: ${error.message}`));
})();
