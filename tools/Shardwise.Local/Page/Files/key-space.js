import { h, keyed, setAttribute, setText, svg } from './dom.js';
import * as format from './format.js';

const WIDTH = 1000;
const HEIGHT = 34;
const MOST_SEGMENTS = 250;
const SPACE = 2n ** 128n;

const place = (key) => Number((BigInt(key) * 1_000_000n) / SPACE) / 1_000_000;

/** The part of the key space that a shard has. */
export const width = (shard) => place(BigInt(shard.endingHashKey) + 1n) - place(shard.startingHashKey);

/** Which shard has which part of the key space, as a bar: the darker, the nearer to what the shard takes. */
export class KeySpace {
  constructor(label) {
    this.label = label;
    this.svg = svg('svg', { class: 'key-space', role: 'img', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none' });
    this.names = h('div', { class: 'key-space-names', 'aria-hidden': 'true' });
    this.element = h('div', { class: 'key-space-box' }, this.svg, this.names);
  }

  /** load(shardId) gives { part, records, throttled } or nothing. */
  draw(shards, load) {
    const open = shards
      .filter((shard) => shard.isOpen)
      .map((shard) => ({ shard, from: place(shard.startingHashKey), to: place(BigInt(shard.endingHashKey) + 1n), load: load(shard.id) }))
      .sort((one, other) => one.from - other.from);
    const segments =
      open.length <= MOST_SEGMENTS ? open.map((item) => ({ ...item, name: format.shard(item.shard.id), key: item.shard.id })) : together(open);
    keyed(
      this.svg,
      segments,
      (segment) => segment.key,
      () => svg('rect', { y: 0, height: HEIGHT }, svg('title')),
      (rect, segment) => {
        setAttribute(rect, 'x', (segment.from * WIDTH + 0.5).toFixed(2));
        setAttribute(rect, 'width', Math.max(0.5, (segment.to - segment.from) * WIDTH - (segments.length > 100 ? 0.3 : 1)).toFixed(2));
        setAttribute(rect, 'class', `heat-${heat(segment.load)}${segment.load?.throttled > 0 ? ' throttled' : ''}`);
        setText(rect.firstChild, describe(segment));
      },
    );
    keyed(
      this.names,
      segments.length <= 40 ? segments : [],
      (segment) => segment.key,
      () => h('span'),
      (name, segment) => {
        name.style.left = `${segment.from * 100}%`;
        name.style.width = `${(segment.to - segment.from) * 100}%`;
        setText(name, segment.name);
      },
    );
    const hottest = open.reduce((best, item) => ((item.load?.part ?? 0) > (best?.load?.part ?? 0) ? item : best), null);
    const busiest = hottest ? ` The busiest is ${hottest.shard.id} with ${format.percent(hottest.load.part)} of what it takes.` : '';
    setAttribute(this.svg, 'aria-label', `${this.label}: ${open.length} open shards.${busiest}`);
  }
}

function heat(load) {
  const part = load?.part ?? 0;
  return [0.02, 0.2, 0.4, 0.6, 0.8].filter((step) => part >= step).length;
}

function describe({ shard, from, to, load, name }) {
  const what = shard ? shard.id : name;
  const throttled = load?.throttled > 0 ? `, ${format.rate(load.throttled)} throttled` : '';
  const figures = load ? `, ${format.rate(load.records)}, ${format.percent(load.part)} of what it takes${throttled}` : '';
  return `${what}: ${(from * 100).toFixed(2)} % to ${(to * 100).toFixed(2)} % of the key space${figures}`;
}

// More shards than pixels: neighbours are drawn as one, as hot as the hottest.
function together(open) {
  const size = Math.ceil(open.length / MOST_SEGMENTS);
  const segments = [];
  for (let index = 0; index < open.length; index += size) {
    const group = open.slice(index, index + size);
    const hottest = group.reduce((best, item) => ((item.load?.part ?? 0) > (best.load?.part ?? 0) ? item : best));
    segments.push({
      key: `group-${index}`,
      name: `${group.length} shards`,
      from: group[0].from,
      to: group[group.length - 1].to,
      load: hottest.load,
    });
  }
  return segments;
}
