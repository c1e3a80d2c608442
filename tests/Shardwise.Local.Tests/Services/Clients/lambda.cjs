// Lambda by the AWS SDK for JavaScript: functions of a template that are invoked.
'use strict';
const { client, run, refused } = require('./client.cjs');
const { call } = client('lambda', 'LambdaClient');
const text = (payload) => Buffer.from(payload ?? []).toString();

run(async () => {
  console.log((await call('ListFunctions')).Functions.map((item) => `${item.FunctionName} ${item.Runtime} ${item.Timeout}`).join());
  const answer = await call('Invoke', { FunctionName: 'upper', Payload: '"hello"' });
  console.log(answer.StatusCode, answer.ExecutedVersion, text(answer.Payload));
  const failed = await call('Invoke', { FunctionName: 'arn:aws:lambda:us-east-1:000000000000:function:upper:$LATEST', Payload: '5' });
  console.log(failed.StatusCode, failed.FunctionError, 'errorMessage' in JSON.parse(text(failed.Payload)));
  console.log((await call('Invoke', { FunctionName: 'upper', Payload: '"later"', InvocationType: 'Event' })).StatusCode, (await call('Invoke', { FunctionName: 'upper', InvocationType: 'DryRun' })).StatusCode);
  console.log((await call('GetFunctionConfiguration', { FunctionName: 'upper' })).Handler, (await call('GetFunction', { FunctionName: 'upper' })).Configuration.MemorySize);
  await refused(call('Invoke', { FunctionName: 'none', Payload: '1' }));
});
