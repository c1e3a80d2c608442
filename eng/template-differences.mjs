// Prints what differs between two templates, a line a property: node template-differences.mjs ONE OTHER
import { readFileSync } from 'node:fs';

const [one, other] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, 'utf8')));
const differences = [];
compare(one, other, []);
console.log(differences.length === 0 ? 'the same' : differences.join('\n'));

function compare(a, b, path) {
  if (JSON.stringify(a) === JSON.stringify(b)) {
    return;
  }
  const both = [a, b].every((value) => typeof value === 'object' && value !== null);
  if (!both || Array.isArray(a) !== Array.isArray(b) || path.length > 4) {
    // What a build hashes says nothing.
    const [was, is] = [a, b].map((value) => short(value));
    if (was !== is) {
      differences.push(`${path.join('.')}: ${was} -> ${is}`);
    }
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    compare(a[key], b[key], [...path, key]);
  }
}

function short(value) {
  const text = value === undefined ? 'nothing' : JSON.stringify(value).replace(/[0-9a-f]{64}/g, 'HASH');
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}
