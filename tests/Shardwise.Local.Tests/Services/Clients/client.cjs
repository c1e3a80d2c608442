// What the scripts beside this one share: node SCRIPT node_modules endpoint
'use strict';
const [, , modules, endpoint] = process.argv;

exports.client = (name, type, options = {}) => {
  const sdk = require(`${modules}/@aws-sdk/client-${name}`);
  const made = new sdk[type]({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1, ...options });
  let contentType;
  made.middlewareStack.add((next) => async (args) => {
    contentType = args.request.headers['content-type'];
    return next(args);
  }, { step: 'finalizeRequest' });
  return { [name]: made, client: made, sdk, sent: () => contentType, call: (command, input) => made.send(new sdk[command + 'Command'](input ?? {})) };
};

// Connections that are kept open would keep the process.
exports.run = (script) => script().catch((error) => console.log(error)).then(() => process.exit());

exports.refused = (promise) => promise.then((answer) => console.log('not refused', answer), (error) => console.log(`${error.name}: ${error.message}`));
