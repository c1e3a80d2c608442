// SQS by the AWS SDK for JavaScript.
'use strict';
const { client, run, refused } = require('./client.cjs');
const { sqs, sent } = client('sqs', 'SQSClient');
const sdk = require(process.argv[2] + '/@aws-sdk/client-sqs');
const call = (name, input) => sqs.send(new sdk[name + 'Command'](input));

run(async () => {
  const { QueueUrl: dead } = await call('CreateQueue', { QueueName: 'js-dead' });
  const { QueueUrl } = await call('CreateQueue', {
    QueueName: 'js',
    Attributes: { VisibilityTimeout: '30', RedrivePolicy: JSON.stringify({ deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:js-dead', maxReceiveCount: 1 }) },
    tags: { team: 'a' },
  });
  console.log(sent(), QueueUrl === (await call('GetQueueUrl', { QueueName: 'js' })).QueueUrl, (await call('ListQueues', { QueueNamePrefix: 'js' })).QueueUrls.length);
  const bytes = new Uint8Array([1, 2, 3]);
  await call('SendMessage', {
    QueueUrl, MessageBody: 'one ü', MessageAttributes: { n: { DataType: 'Number', StringValue: '7' }, b: { DataType: 'Binary', BinaryValue: bytes } },
  });
  const batch = await call('SendMessageBatch', { QueueUrl, Entries: [{ Id: 'a', MessageBody: 'two' }, { Id: 'b', MessageBody: 'later', DelaySeconds: 900 }] });
  console.log(batch.Successful.map((entry) => entry.Id).join());
  const got = (await call('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'], WaitTimeSeconds: 1 })).Messages;
  console.log(got.map((message) => message.Body).join(), got[0].MessageAttributes.n.StringValue, [...got[0].MessageAttributes.b.BinaryValue].join(), got[0].Attributes.ApproximateReceiveCount);
  const counts = async (url) => {
    const { Attributes } = await call('GetQueueAttributes', { QueueUrl: url, AttributeNames: ['All'] });
    return [Attributes.ApproximateNumberOfMessages, Attributes.ApproximateNumberOfMessagesNotVisible, Attributes.ApproximateNumberOfMessagesDelayed].join('/');
  };
  console.log(await counts(QueueUrl), (await call('ListQueueTags', { QueueUrl })).Tags.team);
  await call('ChangeMessageVisibility', { QueueUrl, ReceiptHandle: got[0].ReceiptHandle, VisibilityTimeout: 0 });
  console.log((await call('DeleteMessageBatch', { QueueUrl, Entries: [{ Id: 'x', ReceiptHandle: got[1].ReceiptHandle }] })).Successful.length);
  // Received once, and once is the most: it goes to the dead letters.
  console.log((await call('ReceiveMessage', { QueueUrl })).Messages, await counts(QueueUrl), await counts(dead));
  console.log((await call('ListDeadLetterSourceQueues', { QueueUrl: dead })).queueUrls.length);
  await call('PurgeQueue', { QueueUrl: dead });
  console.log(await counts(dead));
  await refused(call('PurgeQueue', { QueueUrl: dead }));
  await refused(call('DeleteMessage', { QueueUrl, ReceiptHandle: 'x' }));
  await refused(call('SendMessageBatch', { QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x' }, { Id: 'a', MessageBody: 'y' }] }));
  await call('SetQueueAttributes', { QueueUrl, Attributes: { VisibilityTimeout: '5' } });
  await refused(call('SetQueueAttributes', { QueueUrl, Attributes: { VisibilityTimeout: '-5' } }));
  await call('DeleteQueue', { QueueUrl });
  await refused(call('GetQueueUrl', { QueueName: 'js' }));

  const { QueueUrl: fifo } = await call('CreateQueue', { QueueName: 'js.fifo', Attributes: { FifoQueue: 'true', ContentBasedDeduplication: 'true' } });
  for (const [body, group] of [['1', 'a'], ['1', 'a'], ['2', 'a'], ['3', 'b']]) await call('SendMessage', { QueueUrl: fifo, MessageBody: body, MessageGroupId: group });
  const one = await call('ReceiveMessage', { QueueUrl: fifo });
  const next = await call('ReceiveMessage', { QueueUrl: fifo, MaxNumberOfMessages: 10 });
  await call('DeleteMessage', { QueueUrl: fifo, ReceiptHandle: one.Messages[0].ReceiptHandle });
  const last = await call('ReceiveMessage', { QueueUrl: fifo, MaxNumberOfMessages: 10 });
  console.log([one, next, last].map((reply) => (reply.Messages || []).map((message) => message.Body).join('+')).join(' '));
});
