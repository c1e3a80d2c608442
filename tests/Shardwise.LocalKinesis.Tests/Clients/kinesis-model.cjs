// Prints each operation of the client's model: the members of its request and of its answer.
'use strict';
const client = require(process.argv[2] + '/@aws-sdk/client-kinesis');

// The client's own schemas: an operation is [9, namespace, name, traits, input, output], a structure [3, namespace, name, traits, members, ...].
const members = (schema) => {
  const structure = typeof schema === 'function' ? schema() : schema;
  return Array.isArray(structure) && structure[0] === 3 ? structure[4] : [];
};

const operations = {};
for (const value of Object.values(client)) {
  if (Array.isArray(value) && value[0] === 9) {
    operations[value[2]] = { request: members(value[4]), answer: members(value[5]) };
  }
}
console.log(JSON.stringify(operations));
