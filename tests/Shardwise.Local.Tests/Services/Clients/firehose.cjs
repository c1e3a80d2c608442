// Puts to the delivery stream clicks: node firehose.cjs node_modules endpoint
'use strict';
const { client, run, refused } = require('./client.cjs');

run(async () => {
  const { call, sent } = client('firehose', 'FirehoseClient');
  const data = (text) => Buffer.from(text);
  const put = await call('PutRecord', { DeliveryStreamName: 'clicks', Record: { Data: data('one\n') } });
  console.log(sent(), put.Encrypted, put.RecordId.length > 100);
  const batch = await call('PutRecordBatch', { DeliveryStreamName: 'clicks', Records: [{ Data: data('two\n') }, { Data: data('three\n') }] });
  console.log(batch.FailedPutCount, batch.RequestResponses.length, batch.RequestResponses.every((entry) => entry.RecordId));
  const { DeliveryStreamDescription: stream } = await call('DescribeDeliveryStream', { DeliveryStreamName: 'clicks' });
  console.log(stream.DeliveryStreamName, stream.DeliveryStreamStatus, stream.DeliveryStreamType, stream.Destinations[0].ExtendedS3DestinationDescription.BucketARN, stream.VersionId);
  const list = await call('ListDeliveryStreams');
  console.log(list.DeliveryStreamNames.join(), list.HasMoreDeliveryStreams);
  await refused(call('PutRecord', { DeliveryStreamName: 'nowhere', Record: { Data: data('') } }));
  await refused(call('PutRecordBatch', { DeliveryStreamName: 'clicks', Records: Array.from({ length: 5 }, () => ({ Data: Buffer.alloc(900_000) })) }));
});
