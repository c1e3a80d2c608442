// EventBridge by the AWS SDK for JavaScript: a rule, its targets, events.
'use strict';
const { client, run, refused } = require('./client.cjs');
const { call, sent } = client('eventbridge', 'EventBridgeClient');
const { call: sqs } = client('sqs', 'SQSClient');
const { call: kinesis } = client('kinesis', 'KinesisClient');

run(async () => {
  const { QueueUrl } = await sqs('CreateQueue', { QueueName: 'events-js' });
  await kinesis('CreateStream', { StreamName: 'events-js', ShardCount: 1 });
  await call('PutRule', { Name: 'js', EventPattern: JSON.stringify({ source: ['mine'], detail: { size: [{ numeric: ['>', 5] }] } }) });
  await call('PutTargets', {
    Rule: 'js',
    Targets: [
      { Id: 'queue', Arn: 'arn:aws:sqs:us-east-1:000000000000:events-js', InputTransformer: { InputPathsMap: { size: '$.detail.size' }, InputTemplate: '{"size":<size>}' } },
      { Id: 'stream', Arn: 'arn:aws:kinesis:us-east-1:000000000000:stream/events-js', RoleArn: 'arn:aws:iam::000000000000:role/x', KinesisParameters: { PartitionKeyPath: '$.detail.key' } },
    ],
  });
  console.log(sent(), (await call('ListRules', {})).Rules.map((rule) => rule.Name).join(), (await call('ListTargetsByRule', { Rule: 'js' })).Targets.map((target) => target.Id).join());
  const event = (detail, source = 'mine') => ({ Source: source, DetailType: 'Thing', Detail: JSON.stringify(detail) });
  const put = await call('PutEvents', { Entries: [event({ size: 3 }), event({ size: 30, key: 'k' }), event({ size: 30 }, 'aws.s3'), { Source: 'mine', DetailType: 'Thing', Detail: 'no' }] });
  console.log(put.FailedEntryCount, put.Entries.map((entry) => entry.ErrorCode || typeof entry.EventId).join());
  console.log((await sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 })).Messages.map((message) => message.Body).join());
  const { ShardIterator } = await kinesis('GetShardIterator', { StreamName: 'events-js', ShardId: 'shardId-000000000000', ShardIteratorType: 'TRIM_HORIZON' });
  const { Records } = await kinesis('GetRecords', { ShardIterator });
  console.log(Records.map((record) => `${record.PartitionKey} ${JSON.parse(Buffer.from(record.Data))['detail-type']}`).join());
  console.log((await call('TestEventPattern', { EventPattern: '{"a":[{"prefix":"x"}]}', Event: '{"a":"xy"}' })).Result);
  await call('DisableRule', { Name: 'js' });
  await call('PutEvents', { Entries: [event({ size: 30 })] });
  console.log((await call('DescribeRule', { Name: 'js' })).State, (await sqs('ReceiveMessage', { QueueUrl })).Messages);
  await refused(call('PutRule', { Name: 'bad', EventPattern: '{"a":"x"}' }));
  await refused(call('DeleteRule', { Name: 'js' }));
  await call('RemoveTargets', { Rule: 'js', Ids: ['queue', 'stream'] });
  await call('DeleteRule', { Name: 'js' });
  await refused(call('DescribeRule', { Name: 'js' }));
});
