// SNS by the AWS SDK for JavaScript: topics, filters, and queues that are subscribed.
'use strict';
const { client, run, refused } = require('./client.cjs');
const { call, sent } = client('sns', 'SNSClient');
const { call: sqs } = client('sqs', 'SQSClient');

run(async () => {
  const { TopicArn } = await call('CreateTopic', { Name: 'js', Attributes: { DisplayName: 'x' } });
  console.log(sent(), TopicArn, (await call('ListTopics')).Topics.some((topic) => topic.TopicArn === TopicArn));
  const queue = async (name, Attributes) => {
    const { QueueUrl } = await sqs('CreateQueue', { QueueName: name });
    await call('Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: `arn:aws:sqs:us-east-1:000000000000:${name}`, Attributes, ReturnSubscriptionArn: true });
    return async () => ((await sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] })).Messages || []);
  };
  const all = await queue('topic-all', {});
  const raw = await queue('topic-raw', { RawMessageDelivery: 'true' });
  const big = await queue('topic-big', { RawMessageDelivery: 'true', FilterPolicy: JSON.stringify({ size: [{ numeric: ['>', 5] }] }) });
  const body = await queue('topic-body', { RawMessageDelivery: 'true', FilterPolicyScope: 'MessageBody', FilterPolicy: JSON.stringify({ kind: ['b'] }) });
  await call('Publish', { TopicArn, Message: '{"kind":"a"}', Subject: 'small', MessageAttributes: { size: { DataType: 'Number', StringValue: '3' } } });
  const { Successful } = await call('PublishBatch', {
    TopicArn,
    PublishBatchRequestEntries: [
      { Id: '1', Message: '{"kind":"b"}', MessageAttributes: { size: { DataType: 'Number', StringValue: '30' } } },
      { Id: '2', Message: JSON.stringify({ default: 'anybody', sqs: 'a queue' }), MessageStructure: 'json' },
    ],
  });
  console.log(Successful.map((entry) => entry.Id).join());
  const notification = JSON.parse((await all())[0].Body);
  console.log(notification.Type, notification.TopicArn === TopicArn, notification.Subject, notification.Message, JSON.stringify(notification.MessageAttributes));
  console.log((await raw()).map((message) => `${message.Body} ${message.MessageAttributes?.size?.StringValue}`).join(' | '));
  console.log((await big()).map((message) => message.Body).join(), (await body()).map((message) => message.Body).join());
  const { Subscriptions } = await call('ListSubscriptionsByTopic', { TopicArn });
  const { Attributes } = await call('GetSubscriptionAttributes', { SubscriptionArn: Subscriptions[0].SubscriptionArn });
  console.log(Subscriptions.length, Attributes.Protocol, (await call('GetTopicAttributes', { TopicArn })).Attributes.SubscriptionsConfirmed);
  await call('SetSubscriptionAttributes', { SubscriptionArn: Subscriptions[0].SubscriptionArn, AttributeName: 'RawMessageDelivery', AttributeValue: 'true' });
  await call('Unsubscribe', { SubscriptionArn: Subscriptions[0].SubscriptionArn });
  await refused(call('Publish', { TopicArn, Message: '' }));
  await refused(call('Publish', { TopicArn: TopicArn + '-none', Message: 'x' }));
  await call('DeleteTopic', { TopicArn });
  console.log((await call('ListSubscriptions')).Subscriptions.filter((subscription) => subscription.TopicArn === TopicArn).length);
});
