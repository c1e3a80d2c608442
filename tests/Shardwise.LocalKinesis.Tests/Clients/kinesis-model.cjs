// Prints each operation of the client's model: the members of its request and of its answer.
'use strict';
const client = require(process.argv[2] + '/@aws-sdk/client-kinesis');

// The client's own schemas: an operation is [9, namespace, name, traits, input, output], a structure [3, namespace, name, traits, members, ...].
const members = (schema) => {
  const structure = typeof schema === 'function' ? schema() : schema;
  return Array.isArray(structure) && structure[0] === 3 ? structure[4] : [];
};

const resolved = (schema) => {
  const found = typeof schema === 'function' ? schema() : schema;
  return Array.isArray(found) && typeof found[0] !== 'number' ? resolved(found[0]) : found;
};

// What an answer may hold, with what lies in its structures and lists: Shards, Shards.ShardId, ...
const paths = (schema, before = '') => {
  const found = resolved(schema);
  if (!Array.isArray(found)) return [];
  if (found[0] === 1) return paths(found[4], before);
  // A union, 4, is an event stream; -3 is an error that ends it.
  if (found[0] !== 3 && found[0] !== 4) return [];
  return found[4].flatMap((name, index) => resolved(found[5][index])?.[0] === -3 ? [] : [before + name, ...paths(found[5][index], `${before}${name}.`)]);
};

const operations = {};
for (const value of Object.values(client)) {
  if (Array.isArray(value) && value[0] === 9) {
    operations[value[2]] = { request: members(value[4]), answer: paths(value[5]) };
  }
}
console.log(JSON.stringify(operations));
