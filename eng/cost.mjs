// Prints what a stack of these constructs costs a month, part by part, as the table of docs/cost.md.
//   node eng/cost.mjs TEMPLATE
// What does not depend on traffic is counted in the template; the rest is reckoned for the loads below.
import { readFileSync } from 'node:fs';

const template = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const resources = Object.values(template.Resources);
const of = (type) => resources.filter((r) => r.Type === type).map((r) => r.Properties ?? {});

// us-east-1, USD. Sources: docs/cost.md.
const price = {
  shardHour: 0.015, longRetentionShardHour: 0.020, putUnits: 0.014 / 1e6, putUnitBytes: 25 * 1024,
  firehoseGigabyte: 0.029, firehoseRounding: 5 * 1024,
  request: 0.20 / 1e6, gigabyteSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  alarmMetric: 0.10, metric: 0.30, metricRead: 0.01 / 1000, logGigabyte: 0.50, dashboard: 3, key: 1,
  objectPut: 0.005 / 1000, storedGigabyte: 0.023, trace: 5 / 1e6, queueRequest: 0.40 / 1e6,
};
const hours = 730;
const seconds = hours * 3600;

// Clicks a second of 200 B each; the producer makes aggregates of 25 KiB at most, once a second at least. Shards: what the scaler holds in the mean,
// a load factor of two thirds. A shard is read each second; an invocation takes its base and its share for the bytes.
const loads = [
  { name: '10 clicks/s', clicks: 10 },
  { name: '1,000 clicks/s', clicks: 1_000 },
  { name: '25,000 clicks/s', clicks: 25_000 },
];
const clickBytes = 200;

function parts({ clicks }) {
  const bytes = clicks * clickBytes;
  const stream = of('AWS::Kinesis::Stream')[0];
  const shards = Math.max(stream.ShardCount ?? 1, Math.ceil(bytes / 1e6 / (2 / 3)));
  const aggregates = Math.max(1, Math.ceil(bytes / price.putUnitBytes));
  const gigabytes = (bytes * seconds) / 1e9;
  const mapping = of('AWS::Lambda::EventSourceMapping')[0];
  const batches = (shards * seconds) / Math.max(1, mapping.MaximumBatchingWindowInSeconds ?? 0);
  const functions = Object.fromEntries(of('AWS::Lambda::Function').map((f) => [f.Handler.split('::')[0].split('.').pop(), f]));
  const lambda = (name, calls, each) => {
    const f = functions[name];
    return f ? calls * price.request + ((calls * each * f.MemorySize) / 1024) * price.gigabyteSecond[f.Architectures[0]] : 0;
  };
  const traced = (name, calls) =>
    functions[name]?.TracingConfig?.Mode === 'Active' ? Math.min(calls, seconds + 0.05 * Math.max(0, calls - seconds)) * price.trace : 0;
  const scaler = functions.Scaler ? hours * 60 : 0;
  const alarmMetrics = of('AWS::CloudWatch::Alarm')
    .reduce((n, a) => n + (a.Metrics ?? []).filter((m) => m.MetricStat).length + (a.Metrics ? 0 : 1), 0);
  const delivery = of('AWS::KinesisFirehose::DeliveryStream').length;
  // Firehose calls a transform for each MB, or each minute where less comes.
  const transforms = delivery * Math.max(seconds / 60, (gigabytes * 1e9) / 1.048576e6);
  return [
    [`stream: ${shards} shards`, shards * hours * price.shardHour + aggregates * seconds * price.putUnits],
    [`stream: kept ${stream.RetentionPeriodHours} h`, stream.RetentionPeriodHours > 24 ? shards * hours * price.longRetentionShardHour : 0],
    ['delivery stream', delivery * (gigabytes / 1.024 ** 3) * price.firehoseGigabyte * Math.max(1, (price.firehoseRounding * aggregates) / bytes)],
    ['ETL function', lambda('ClickstreamEtl', batches, 0.03 + ((bytes / shards) * (mapping.MaximumBatchingWindowInSeconds ?? 1)) / 5e6)],
    // X-Ray's default rule: the first request of a second, and a twentieth of the others.
    ['its traces', traced('ClickstreamEtl', batches)],
    ['transform function, with traces', traced('ClickstreamTransform', transforms)
      + lambda('ClickstreamTransform', transforms, 0.02 + (bytes * seconds) / transforms / 20e6)],
    ['scaler: function, metrics read and sent', lambda('Scaler', scaler, 0.4) + 137_970 * price.metricRead + 3.1 * price.metric],
    ['custom metrics of the two functions', ((functions.ClickstreamEtl ? 6 : 0) + (functions.ClickstreamTransform ? 4 : 0)) * price.metric],
    [`${of('AWS::CloudWatch::Alarm').length} alarms over ${alarmMetrics} metrics`, alarmMetrics * price.alarmMetric],
    ['dashboard', of('AWS::CloudWatch::Dashboard').length * price.dashboard],
    ['keys', of('AWS::KMS::Key').length * price.key],
    ['S3: objects written by batch and shard', batches * price.objectPut],
    ['S3: a month of it, gzipped to a fifth, twice', 2 * (gigabytes / 5) * price.storedGigabyte],
    ['logs: a line a batch and minute', ((batches * 300 + scaler * 240) / 1e9) * price.logGigabyte],
  ];
}

const columns = loads.map(parts);
console.log(`| USD a month | ${loads.map((l) => l.name).join(' | ')} |`);
console.log(`|---|${'--:|'.repeat(loads.length)}`);
const money = (x) => x.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
columns[0].forEach(([name], row) => {
  const names = columns.map((c) => c[row][0]);
  const shown = names.every((n) => n === name) ? name : name.replace(/: \d+ shards/, ': shards');
  console.log(`| ${shown} | ${columns.map((c) => money(c[row][1])).join(' | ')} |`);
});
console.log(`| **all** | ${columns.map((c) => `**${money(c.reduce((n, p) => n + p[1], 0))}**`).join(' | ')} |`);
