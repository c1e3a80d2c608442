// From a Lambda payload to user records, over and over, as a Node function does it: JSON.parse as the runtime calls it, npm's aws-kinesis-agg
// with its checksum on, and the user records' base64 decoded. Writes the times as JSON.
const { readFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');
const { deaggregateSync } = require('aws-kinesis-agg');

const [file, count] = process.argv.slice(2);
const payload = readFileSync(file, 'utf8');

const readOnce = () => {
  let userRecords = 0;
  let bytes = 0;
  for (const { kinesis } of JSON.parse(payload).Records) {
    deaggregateSync(kinesis, true, (error, records) => {
      if (error) throw error;
      userRecords += records.length;
      for (const record of records) bytes += Buffer.from(record.data, 'base64').length;
    });
  }
  return { userRecords, bytes };
};

const timed = () => {
  const start = performance.now();
  readOnce();
  return (performance.now() - start) * 1000;
};

for (let round = 0; round < 10; round += 1) readOnce();
const before = process.cpuUsage();
const fastestMicroseconds = Math.min(...Array.from({ length: Number(count) }, timed));
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ ...readOnce(), fastestMicroseconds, processorMicroseconds: (user + system) / Number(count) }));
