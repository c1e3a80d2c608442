// CloudWatch by the AWS SDK for JavaScript: metrics, their math, alarms.
'use strict';
const { client, run, refused } = require('./client.cjs');
const { call, sent } = client('cloudwatch', 'CloudWatchClient');
const at = (minute) => new Date(Date.UTC(2026, 10, 19, 12, minute));

run(async () => {
  const metric = { MetricName: 'Delay', Dimensions: [{ Name: 'Stream', Value: 'js' }] };
  await call('PutMetricData', {
    Namespace: 'Js',
    MetricData: [
      { ...metric, Unit: 'Seconds', Timestamp: at(0), Values: [1, 2, 3, 4], Counts: [97, 1, 1, 1] },
      { ...metric, Unit: 'Seconds', Timestamp: at(1), Value: 10 },
      { ...metric, Unit: 'Seconds', Timestamp: at(1), StatisticValues: { SampleCount: 2, Sum: 6, Minimum: 2, Maximum: 4 } },
    ],
  });
  console.log(sent());
  const listed = (await call('ListMetrics', { Namespace: 'Js', Dimensions: [{ Name: 'Stream' }] })).Metrics;
  console.log(JSON.stringify(listed));
  const statistics = await call('GetMetricStatistics', {
    Namespace: 'Js', ...metric, StartTime: at(0), EndTime: at(5), Period: 60, Statistics: ['Sum', 'Average', 'Maximum'], ExtendedStatistics: ['p99'],
  });
  console.log(statistics.Label, statistics.Datapoints.map((point) => [point.Sum, point.Average.toFixed(2), point.Maximum, point.Unit, point.ExtendedStatistics.p99].join('/')).join(' '));
  const data = await call('GetMetricData', {
    StartTime: at(0), EndTime: at(5), ScanBy: 'TimestampAscending',
    MetricDataQueries: [
      { Id: 'm', ReturnData: false, MetricStat: { Metric: { Namespace: 'Js', ...metric }, Period: 60, Stat: 'Sum' } },
      { Id: 'e', Expression: 'IF(FILL(m, 0) > 50, m / PERIOD(m), 0)', Label: 'share' },
    ],
  });
  console.log(data.MetricDataResults.map((result) => `${result.Id} ${result.Label} ${result.Values.map((value) => value.toFixed(2))}`).join());

  await call('PutMetricAlarm', {
    AlarmName: 'js', Namespace: 'Js', ...metric, Statistic: 'Sum', Period: 60, EvaluationPeriods: 2, DatapointsToAlarm: 1, Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'ignore', AlarmActions: ['arn:aws:sns:us-east-1:000000000000:none'],
  });
  await call('PutCompositeAlarm', { AlarmName: 'js-both', AlarmRule: 'ALARM(js) AND TRUE' });
  await call('SetAlarmState', { AlarmName: 'js', StateValue: 'ALARM', StateReason: 'because' });
  const { MetricAlarms, CompositeAlarms } = await call('DescribeAlarms', { AlarmNamePrefix: 'js' });
  console.log(MetricAlarms.map((alarm) => [alarm.AlarmName, alarm.StateValue, alarm.StateReason, alarm.MetricName, alarm.Period, alarm.Threshold].join('/')).join(), CompositeAlarms[0].AlarmRule);
  console.log((await call('DescribeAlarmsForMetric', { Namespace: 'Js', ...metric })).MetricAlarms.length);
  await refused(call('PutMetricAlarm', { AlarmName: 'x', Namespace: 'Js', ...metric, Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, DatapointsToAlarm: 2, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' }));
  await refused(call('SetAlarmState', { AlarmName: 'none', StateValue: 'OK', StateReason: 'x' }));
  await refused(call('GetMetricStatistics', { Namespace: 'Js', ...metric, StartTime: at(0), EndTime: at(5), Period: 60, ExtendedStatistics: ['tm90'] }));
  await call('DeleteAlarms', { AlarmNames: ['js', 'js-both'] });
  console.log((await call('DescribeAlarms', { AlarmNamePrefix: 'js' })).MetricAlarms.length);
});
