// Prints what differs between two templates, a line a property: node template-differences.mjs ONE OTHER
// or, of a folder with templates that tests received beside those that are approved, how often each kind of difference is there:
// node template-differences.mjs --kinds FOLDER
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [first, second] = process.argv.slice(2);
if (first === '--kinds') {
  kinds(second);
} else {
  const differences = between(first, second).map(({ path, was, is }) => `${path.join('.')}: ${was} -> ${is}`);
  console.log(differences.length === 0 ? 'the same' : differences.join('\n'));
}

function kinds(folder) {
  const received = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.received.json')).map((file) => join(folder, file));
  const counts = new Map();
  for (const file of received) {
    const approved = file.replace('.received.', '.approved.');
    const templates = [approved, file].map(read);
    for (const { path, was, is } of between(approved, file)) {
      const type = templates.map((template) => template[path[0]]?.[path[1]]?.Type).find(Boolean) ?? path[1];
      const how = was === 'nothing' ? 'new' : is === 'nothing' ? 'gone' : 'other';
      const kind = `${[type, ...path.slice(2)].join('.').replace(/\.\d+(?=\.|$)/g, '')}: ${how}`;
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
  }
  console.log(`templates that differ: ${received.length}`);
  [...counts].sort(([a], [b]) => a.localeCompare(b)).forEach(([kind, count]) => console.log(`${count} x ${kind}`));
}

function read(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function between(one, other) {
  const differences = [];
  compare(read(one), read(other), [], differences);
  return differences;
}

function compare(a, b, path, differences) {
  if (text(a) === text(b)) {
    return;
  }
  const both = [a, b].every((value) => typeof value === 'object' && value !== null);
  if (!both || Array.isArray(a) !== Array.isArray(b) || path.length > 4) {
    // What a build hashes says nothing.
    const [was, is] = [a, b].map((value) => short(value));
    if (was !== is) {
      differences.push({ path, was, is });
    }
    return;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    compare(a[key], b[key], [...path, key], differences);
  }
}

// Whatever the order of an object's members.
function text(value) {
  return JSON.stringify(value, (_, member) => (typeof member === 'object' && member !== null && !Array.isArray(member)
    ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1))) : member));
}

function short(value) {
  const whole = value === undefined ? 'nothing' : text(value).replace(/[0-9a-f]{64}/g, 'HASH');
  return whole.length > 160 ? `${whole.slice(0, 157)}...` : whole;
}
