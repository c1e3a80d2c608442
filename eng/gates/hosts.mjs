// Prints the hosts that the newest JavaScript client calls, a line each: node hosts.mjs REGION
// By its own endpoint rules, for data and control calls, by name and by ARN, with credentials that carry an account id and such that do not.
import {
  DescribeChannelCommand, DescribeLimitsCommand, DescribeStreamSummaryCommand, GetRecordsCommand, GetResourcePolicyCommand, KinesisClient,
  PutRecordCommand, SubscribeToShardCommand,
} from '@aws-sdk/client-kinesis';

const region = process.argv[2];
const [own, other] = ['444455556666', '111122223333'];
const stream = `arn:aws:kinesis:${region}:${other}:stream/clicks`;
const record = { Data: new Uint8Array(), PartitionKey: 'a' };
const calls = [
  new PutRecordCommand({ StreamName: 'clicks', ...record }),
  new PutRecordCommand({ StreamARN: stream, ...record }),
  new GetRecordsCommand({ ShardIterator: 'AAAA' }),
  new GetRecordsCommand({ ShardIterator: 'AAAA', StreamARN: stream }),
  new SubscribeToShardCommand({ ConsumerARN: `${stream}/consumer/a:1`, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'LATEST' } }),
  new DescribeLimitsCommand({}),
  new DescribeStreamSummaryCommand({ StreamName: 'clicks' }),
  new DescribeStreamSummaryCommand({ StreamARN: stream }),
  new GetResourcePolicyCommand({ ResourceARN: stream }),
  new DescribeChannelCommand({ ChannelARN: `arn:aws:kinesis:${region}:${other}:channel/a1b2c3d4` }),
];

const hosts = new Set();
for (const accountId of [undefined, own]) {
  const client = new KinesisClient({
    region,
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b', accountId },
    requestHandler: {
      handle: (request) => {
        hosts.add(request.hostname);
        throw new Error('Nothing is sent.');
      },
    },
  });
  for (const call of calls) {
    await client.send(call).catch((error) => {
      if (error.message !== 'Nothing is sent.') {
        throw error;
      }
    });
  }
}
console.log([...hosts].sort().join('\n'));
