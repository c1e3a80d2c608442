// The newest AWS SDK for JavaScript, which speaks HTTP/2 with prior knowledge to a plain endpoint, through a stream's life.
'use strict';
const {
  KinesisClient, CreateStreamCommand, DescribeStreamSummaryCommand, PutRecordsCommand, ListShardsCommand, GetShardIteratorCommand, GetRecordsCommand,
  SplitShardCommand, RegisterStreamConsumerCommand, DescribeStreamConsumerCommand, SubscribeToShardCommand, PutRecordCommand, DeleteStreamCommand,
} = require(process.argv[2] + '/@aws-sdk/client-kinesis');

const client = new KinesisClient({ endpoint: process.argv[3], region: 'us-east-1', credentials: { accessKeyId: 'AKID', secretAccessKey: 'secret' }, maxAttempts: 1 });
const say = (...parts) => console.log(...parts);
const pause = () => new Promise((resolve) => setTimeout(resolve, 20));

async function active(name) {
  for (;;) {
    const { StreamDescriptionSummary: stream } = await client.send(new DescribeStreamSummaryCommand({ StreamName: name }));
    if (stream.StreamStatus === 'ACTIVE') return stream;
    await pause();
  }
}

async function readShard(name, id) {
  const texts = [];
  let { ShardIterator: iterator } = await client.send(new GetShardIteratorCommand({ StreamName: name, ShardId: id, ShardIteratorType: 'TRIM_HORIZON' }));
  while (iterator) {
    const page = await client.send(new GetRecordsCommand({ ShardIterator: iterator }));
    texts.push(...page.Records.map((record) => Buffer.from(record.Data).toString()));
    if (page.ChildShards) return { texts, children: page.ChildShards.map((child) => child.ShardId) };
    if (page.Records.length === 0) return { texts, children: [] };
    iterator = page.NextShardIterator;
  }
}

async function main() {
  await client.send(new CreateStreamCommand({ StreamName: 'js', ShardCount: 1 }));
  const stream = await active('js');
  say(stream.StreamARN, stream.OpenShardCount, stream.StreamCreationTimestamp instanceof Date);
  const put = await client.send(new PutRecordsCommand({ StreamName: 'js', Records: ['one', 'two'].map((text) => ({ Data: Buffer.from(text), PartitionKey: text })) }));
  say(put.FailedRecordCount, put.Records.map((record) => record.ShardId).join());

  await client.send(new SplitShardCommand({ StreamName: 'js', ShardToSplit: 'shardId-000000000000', NewStartingHashKey: '170141183460469231731687303715884105728' }));
  await active('js');
  say((await client.send(new ListShardsCommand({ StreamName: 'js' }))).Shards.map((shard) => shard.ShardId + (shard.SequenceNumberRange.EndingSequenceNumber ? ' closed' : ' open')).join());
  // As the KCL: parents to their end, then the children that the end names.
  const parent = await readShard('js', 'shardId-000000000000');
  await client.send(new PutRecordCommand({ StreamName: 'js', PartitionKey: 'three', Data: Buffer.from('three') }));
  const children = await Promise.all(parent.children.map((id) => readShard('js', id)));
  say(parent.texts.join(), parent.children.join(), children.flatMap((child) => child.texts).join());

  const { Consumer: consumer } = await client.send(new RegisterStreamConsumerCommand({ StreamARN: stream.StreamARN, ConsumerName: 'c' }));
  while ((await client.send(new DescribeStreamConsumerCommand({ ConsumerARN: consumer.ConsumerARN }))).ConsumerDescription.ConsumerStatus !== 'ACTIVE') await pause();
  const { EventStream: events } = await client.send(new SubscribeToShardCommand({ ConsumerARN: consumer.ConsumerARN, ShardId: 'shardId-000000000000', StartingPosition: { Type: 'TRIM_HORIZON' } }));
  for await (const event of events) {
    const { Records: records, ChildShards: ends } = event.SubscribeToShardEvent;
    say(records.map((record) => Buffer.from(record.Data).toString()).join(), ends.map((child) => child.ShardId).join());
  }

  const refused = await client.send(new DeleteStreamCommand({ StreamName: 'js' })).catch((error) => error);
  say(refused.name, refused.message);
  const missing = await client.send(new DescribeStreamSummaryCommand({ StreamName: 'missing' })).catch((error) => error);
  say(missing.name, missing.message);
}

main().then(() => client.destroy(), (error) => { console.error(error); process.exit(1); });
