// Runs a function of a Node.js runtime by Lambda's Runtime API, one event after another. Ends when its standard input does: that is its parent's end.
import http from 'node:http';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const api = process.env.AWS_LAMBDA_RUNTIME_API;
const root = process.env.LAMBDA_TASK_ROOT;

process.stdin.on('end', () => process.exit(0)).on('error', () => process.exit(0)).resume();
// Ctrl-C reaches every process of the terminal; when to end is the parent's decision.
process.on('SIGINT', () => {});

const agent = new http.Agent({ keepAlive: true });

function call(method, what, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(`http://${api}/2018-06-01/runtime/${what}`, { method, agent, headers }, response => {
      const parts = [];
      response.on('data', part => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

function told(error) {
  return error instanceof Error
    ? { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
    : { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function post(what, value) {
  return call('POST', what, JSON.stringify(value) ?? 'null', { 'content-type': 'application/json' });
}

async function load() {
  const [, folder, file, name] = /^(.*\/)?([^/.]+)\.(.+)$/.exec(process.env._HANDLER) ?? [];
  if (!file) {
    throw Object.assign(new Error(`Bad handler '${process.env._HANDLER}': FILE.FUNCTION is needed`), { name: 'Runtime.MalformedHandlerName' });
  }
  const base = path.resolve(root, folder ?? '', file);
  const found = ['.js', '.mjs', '.cjs'].map(ending => base + ending).find(candidate => fs.existsSync(candidate));
  if (!found) {
    throw Object.assign(new Error(`Cannot find module '${file}' in '${path.dirname(base)}'`), { name: 'Runtime.ImportModuleError' });
  }
  const module = await import(pathToFileURL(found));
  const within = owner => name.split('.').reduce((value, step) => value?.[step], owner);
  const handler = within(module) ?? within(module.default);
  if (typeof handler !== 'function') {
    throw Object.assign(new Error(`${process.env._HANDLER} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' });
  }
  return handler;
}

function invoke(handler, event, context) {
  return new Promise((resolve, reject) => {
    const done = (error, value) => (error === null || error === undefined ? resolve(value) : reject(error));
    Object.assign(context, { done, succeed: resolve, fail: reject });
    const answer = handler(event, context, done);
    if (typeof answer?.then === 'function') {
      answer.then(resolve, reject);
    } else if (answer !== undefined || handler.length < 3) {
      resolve(answer);
    }
  });
}

let handler;
try {
  handler = await load();
} catch (error) {
  console.error(error);
  await post('init/error', told(error));
  process.exit(1);
}

for (;;) {
  let next;
  try {
    next = await call('GET', 'invocation/next');
  } catch {
    process.exit(0);
  }
  if (next.status !== 200) {
    process.exit(0);
  }
  const id = next.headers['lambda-runtime-aws-request-id'];
  const deadline = Number(next.headers['lambda-runtime-deadline-ms']);
  process.env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'] ?? '';
  const context = {
    awsRequestId: id,
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: next.headers['lambda-runtime-invoked-function-arn'],
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  try {
    const answer = await invoke(handler, JSON.parse(next.body.toString('utf8')), context);
    await post(`invocation/${id}/response`, answer === undefined ? null : answer);
  } catch (error) {
    console.error(error);
    await post(`invocation/${id}/error`, told(error));
  }
}
