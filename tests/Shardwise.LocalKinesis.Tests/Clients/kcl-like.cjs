// A consumer with leases and checkpoints, as the KCL has them, through 2 -> 4 -> 2 shards while records come: lifion-kinesis, its table in dynalite.
// Prints how many records were put and how many came, and of how many keys how many records were out of order.
'use strict';
const [, , modules, endpoint] = process.argv;
const { KinesisClient, PutRecordsCommand, UpdateShardCountCommand, DescribeStreamSummaryCommand } = require(modules + '/@aws-sdk/client-kinesis');
const dynalite = require(modules + '/dynalite');
const Consumer = require(modules + '/lifion-kinesis');

const StreamName = 'kcl';
const Keys = 20;
const credentials = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
const client = new KinesisClient({ endpoint, region: 'us-east-1', credentials });
const came = new Map();
let [put, received] = [0, 0];

const putBatches = async (count) => {
  for (let batch = 0; batch < count; batch++) {
    const Records = Array.from({ length: 50 }, () => {
      const number = put++;
      return { PartitionKey: `key-${number % Keys}`, Data: Buffer.from(String(Math.floor(number / Keys))) };
    });
    const answer = await client.send(new PutRecordsCommand({ StreamName, Records }));
    if (answer.FailedRecordCount > 0) throw new Error('A record was refused.');
  }
};

const reshard = async (TargetShardCount) => {
  await putBatches(4);
  await client.send(new UpdateShardCountCommand({ StreamName, TargetShardCount, ScalingType: 'UNIFORM_SCALING' }));
  const status = async () => (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary.StreamStatus;
  while ((await status()) !== 'ACTIVE') await putBatches(1);
  await putBatches(4);
};

const startTable = async () => {
  const server = dynalite({ createTableMs: 0 });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}`;
};

const startConsumer = async () => {
  const dynamoDb = { ...credentials, endpoint: await startTable(), region: 'us-east-1', tableName: 'leases' };
  const consumer = new Consumer({
    ...credentials, endpoint, region: 'us-east-1', streamName: StreamName, consumerGroup: 'tests', dynamoDb, initialPositionInStream: 'TRIM_HORIZON',
    createStreamIfNeeded: false, shouldDeaggregate: false, leaseAcquisitionInterval: 300, leaseAcquisitionRecoveryInterval: 300, pollDelay: 50,
    noRecordsPollDelay: 50,
  });
  consumer.on('error', (error) => console.error(error));
  consumer.on('data', ({ records }) => {
    for (const { partitionKey, data } of records) {
      received++;
      came.set(partitionKey, [...(came.get(partitionKey) ?? []), Number(data)]);
    }
  });
  await consumer.startConsumer();
};

(async () => {
  await startConsumer();
  await reshard(4);
  await reshard(2);
  // The caller ends what never comes.
  while (received < put) await new Promise((resolve) => setTimeout(resolve, 20));
  const disorder = [...came.values()].reduce((sum, numbers) => sum + numbers.filter((number, at) => number !== at).length, 0);
  console.log(`${put - received} of the records put are missing; ${came.size} keys, ${disorder} records out of order`);
  process.exit(0);
})();
