import { Chart } from './chart.js';
import { DecisionList } from './decisions.js';
import { figures, h, section, setAttribute, setText, table } from './dom.js';
import * as format from './format.js';
import { KeySpace, width } from './key-space.js';
import { link } from './store.js';
import { VirtualList } from './virtual-list.js';

export function streams(store) {
  const list = table('Streams', [
    ['Stream'],
    ['Status'],
    ['Shards', 'number'],
    ['In', 'number'],
    ['Throttled', 'number'],
    ['Records', 'number'],
    ['Size', 'number'],
  ]);
  const detail = streamDetail(store);
  const element = h('div', {}, h('h1', {}, 'Streams'), section('All streams', list.element), detail.element);
  return {
    element,
    update(state, route) {
      const all = state.streams.filter(Boolean);
      const chosen = all.find((stream) => stream.name === route.name) ?? all[0];
      list.set(
        all,
        (stream) => stream.name,
        (cells, stream) => {
          const last = store.streams.get(stream.name)?.history.last;
          nameCell(cells[0], 'streams', stream.name, stream === chosen);
          setText(cells[1], stream.status);
          setText(
            cells[2],
            stream.targetShards && stream.targetShards !== stream.openShards
              ? `${stream.openShards} → ${stream.targetShards}`
              : format.count(stream.openShards),
          );
          setText(cells[3], last ? format.rate(last.records) : '–');
          setText(cells[4], last ? format.rate(last.throttled) : '–');
          setAttribute(cells[4], 'data-tone', last?.throttled > 0 ? 'bad' : null);
          setText(cells[5], format.count(stream.acceptedRecords));
          setText(cells[6], format.bytes(stream.acceptedBytes));
        },
      );
      detail.element.hidden = !chosen;
      if (chosen) detail.update(chosen);
    },
  };
}

/** A name that leads to its details; the one that is shown says so. */
export function nameCell(cell, view, name, isChosen, text = name) {
  if (!cell.firstElementChild) cell.append(h('a', { href: link(view, name) }, text));
  setAttribute(cell.firstElementChild, 'aria-current', isChosen ? 'true' : null);
}

function streamDetail(store) {
  const title = h('h2', {});
  const facts = figures('figures');
  const bar = new KeySpace('Key space');
  const load = new Chart({
    title: 'Load',
    unit: 'records/s',
    series: [
      { name: 'accepted', of: (sample) => sample.records, tone: 'tone-main', isFilled: true },
      { name: 'read', of: (sample) => sample.read, tone: 'tone-second' },
      { name: 'throttled', of: (sample) => sample.throttled, tone: 'tone-bad' },
    ],
  });
  const size = new Chart({
    title: 'Throughput',
    unit: 'a second',
    show: format.bytes,
    series: [{ name: 'accepted', of: (sample) => sample.bytes, tone: 'tone-main', isFilled: true }],
  });
  const shardCount = new Chart({
    title: 'Shards',
    unit: 'open shards',
    show: format.count,
    series: [{ name: 'open', of: (sample) => sample.shards, tone: 'tone-third' }],
  });
  const decisions = new DecisionList(store);
  let current = '';
  const shards = new VirtualList({
    label: 'Shards',
    columns: [
      ['Shard', '5rem'],
      ['From', '5rem', 'number'],
      ['Part', '5rem', 'number'],
      ['Records in', '6.5rem', 'number'],
      ['Of its limit', '6rem', 'number'],
      ['Throttled', '6rem', 'number'],
      ['Total', '6rem', 'number'],
      ['Last sequence number', 'minmax(10rem, 1fr)', 'code'],
    ],
    keyOf: (shard) => shard.id,
    fill(cells, shard, row) {
      const now = store.load(current, shard.id);
      setAttribute(row, 'class', `list-row${shard.isOpen ? '' : ' closed'}`);
      [
        format.shard(shard.id) + (shard.isOpen ? '' : ' closed'),
        format.percent(Number(BigInt(shard.startingHashKey) >> 64n) / 2 ** 64),
        format.percent(width(shard)),
        now ? format.rate(now.records) : '–',
        now ? format.percent(now.part) : '–',
        now ? format.rate(now.throttled) : '–',
        format.count(shard.acceptedRecords),
        format.sequence(shard.lastSequenceNumber),
      ].forEach((text, index) => setText(cells[index], text));
      setAttribute(cells[0], 'title', shard.id);
      setAttribute(cells[5], 'data-tone', now?.throttled > 0 ? 'bad' : null);
    },
  });
  const records = h('a', { class: 'button' }, 'Browse its records');
  const element = h(
    'div',
    { class: 'detail' },
    h('section', { class: 'panel' }, title, facts.element, records),
    section(
      'Key space',
      bar.element,
      h(
        'p',
        { class: 'muted' },
        'Each open shard with its part of the hash keys; the fuller its colour, the nearer to 1,000 records or 1 MiB a second. ',
        'Striped red: throttled.',
      ),
    ),
    section('Over time', load.element, size.element, shardCount.element),
    section('Shards', shards.element),
    section('The scaler’s decisions', decisions.element),
  );
  return {
    element,
    update(stream) {
      current = stream.name;
      setText(title, stream.name);
      const known = store.streams.get(stream.name);
      facts.set({
        'Logical id': stream.logicalId ?? 'not of the template',
        Status: { text: stream.status, tone: stream.status === 'ACTIVE' ? null : 'warn' },
        'Open shards':
          stream.targetShards && stream.targetShards !== stream.openShards
            ? `${stream.openShards} → ${stream.targetShards}`
            : format.count(stream.openShards),
        'Records accepted': format.count(stream.acceptedRecords),
        'Accepted size': format.bytes(stream.acceptedBytes),
        'Records throttled': { text: format.count(stream.throttledRecords), tone: stream.throttledRecords > 0 ? 'bad' : null },
        'Records read': format.count(stream.readRecords),
        'Iterator age': format.duration(stream.iteratorAgeMilliseconds),
      });
      setAttribute(records, 'href', link('records', '', { stream: stream.name }));
      bar.draw(stream.shards, (id) => store.load(stream.name, id));
      const events = store.reshards.items
        .filter((item) => item.stream === stream.name)
        .map((item) => ({ t: item.t, text: `${item.from} to ${item.to} shards at ${format.time(item.t)}` }));
      [load, size, shardCount].forEach((chart) => chart.draw(known?.history.samples ?? [], events));
      shards.set([...stream.shards].sort((one, other) => Number(other.isOpen) - Number(one.isOpen)));
      decisions.draw((decision) => decision.stream === stream.name, 50);
    },
  };
}
