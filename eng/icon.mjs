// Draws the packages' icon, eng/icon.png: node eng/icon.mjs. Four shards that become two, of 128 by 128 points.
import { writeFileSync } from 'node:fs';
import { deflateSync, crc32 } from 'node:zlib';

const size = 128;
const samples = 4;
const night = [19, 34, 56];
const shard = [255, 153, 51];
const merged = [94, 200, 216];

const inRounded = (x, y, left, top, right, bottom, radius) => {
  const dx = Math.max(left + radius - x, 0, x - (right - radius));
  const dy = Math.max(top + radius - y, 0, y - (bottom - radius));
  return dx * dx + dy * dy <= radius * radius;
};

const colourAt = (x, y) => {
  if (!inRounded(x, y, 0, 0, size, size, 24)) {
    return null;
  }
  for (let bar = 0; bar < 4; bar++) {
    if (inRounded(x, y, 18, 22 + 22 * bar, 62, 40 + 22 * bar, 6)) {
      return shard;
    }
  }
  for (let bar = 0; bar < 2; bar++) {
    if (inRounded(x, y, 70, 22 + 44 * bar, 110, 62 + 44 * bar, 8)) {
      return merged;
    }
  }
  return night;
};

const rows = [];
for (let row = 0; row < size; row++) {
  const bytes = [0];
  for (let column = 0; column < size; column++) {
    const sum = [0, 0, 0, 0];
    for (let sample = 0; sample < samples * samples; sample++) {
      const colour = colourAt(column + ((sample % samples) + 0.5) / samples, row + (Math.floor(sample / samples) + 0.5) / samples);
      colour?.forEach((value, i) => { sum[i] += value; });
      sum[3] += colour ? 1 : 0;
    }
    bytes.push(...sum.slice(0, 3).map(value => Math.round(value / Math.max(sum[3], 1))), Math.round(255 * sum[3] / (samples * samples)));
  }
  rows.push(Buffer.from(bytes));
}

const chunk = (type, data) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
};
const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8);
writeFileSync(new URL('icon.png', import.meta.url), Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]), chunk('IHDR', header),
  chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })), chunk('IEND', Buffer.alloc(0)),
]));
