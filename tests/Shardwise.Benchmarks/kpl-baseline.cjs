// Reads one payload over and over with npm's aws-kinesis-agg, checksum on, and writes the times as JSON.
// The library takes base64, as a Lambda event holds it; decoding that is part of its work.
const { readFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');
const { deaggregateSync } = require('aws-kinesis-agg');

const [file, count] = process.argv.slice(2);
const record = { data: readFileSync(file).toString('base64'), partitionKey: 'a', sequenceNumber: '1' };

let seen = 0;
const readOnce = () => {
  let count = 0;
  let size = 0;
  deaggregateSync(record, true, (error, userRecords) => {
    if (error) throw error;
    count = userRecords.length;
    for (const userRecord of userRecords) size += userRecord.data.length + userRecord.partitionKey.length;
  });
  seen += size;
  return count;
};

// As in BenchmarkDotNet: an iteration is 100 ms of runs, and its figure is their mean.
const iterations = (count) => Array.from({ length: count }, () => {
  const start = performance.now();
  let runs = 0;
  while (performance.now() - start < 100) {
    readOnce();
    runs += 1;
  }
  return ((performance.now() - start) * 1000) / runs;
}).sort((a, b) => a - b);

iterations(6);
const times = iterations(Number(count));
console.log(JSON.stringify({
  userRecords: readOnce(),
  fastestMicroseconds: times[0],
  medianMicroseconds: times[Math.floor(times.length / 2)],
}));
