// Loaded into the emulator's process before it: the emulator listens on every interface and has no setting for that.
'use strict';
const net = require('net');

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...args) {
  const callback = args.find((argument) => typeof argument === 'function');
  // The configured ports only tell the two servers apart: both take free ones.
  if (String(args[0]) === process.env.KINESIS_MOCK_PLAIN_PORT) {
    this.once('listening', () => console.log('SHARDWISE_LISTENING ' + this.address().port));
  }
  return listen.call(this, { port: 0, host: '127.0.0.1' }, callback);
};

// Ctrl-C reaches the whole process group. Whoever started the emulator still needs it to shut down in order, and ends it by closing stdin.
const on = process.on;
process.on = function (event, ...rest) {
  return event === 'SIGINT' ? this : on.call(this, event, ...rest);
};
on.call(process, 'SIGINT', () => {});

// Also when the parent was killed hard: then the pipe closes.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
