// DynamoDB by the AWS SDK for JavaScript: a table of the template.
'use strict';
const { client, run, refused } = require('./client.cjs');
const { call } = client('dynamodb', 'DynamoDBClient');

run(async () => {
  console.log((await call('ListTables')).TableNames.join(), (await call('DescribeTable', { TableName: 'leases' })).Table.TableStatus);
  const Item = { leaseKey: { S: 'shard-0' }, counter: { N: '1' } };
  await call('PutItem', { TableName: 'leases', Item, ConditionExpression: 'attribute_not_exists(leaseKey)' });
  await refused(call('PutItem', { TableName: 'leases', Item, ConditionExpression: 'attribute_not_exists(leaseKey)' }));
  await call('UpdateItem', { TableName: 'leases', Key: { leaseKey: { S: 'shard-0' } }, UpdateExpression: 'SET #c = #c + :one', ExpressionAttributeNames: { '#c': 'counter' }, ExpressionAttributeValues: { ':one': { N: '1' } } });
  console.log((await call('GetItem', { TableName: 'leases', Key: { leaseKey: { S: 'shard-0' } }, ConsistentRead: true })).Item.counter.N, (await call('Scan', { TableName: 'leases' })).Count);
  await refused(call('GetItem', { TableName: 'none', Key: { leaseKey: { S: 'x' } } }));
  await refused(call('TransactWriteItems', { TransactItems: [{ Put: { TableName: 'leases', Item } }] }));
});
