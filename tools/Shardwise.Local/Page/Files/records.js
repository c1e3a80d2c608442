import { ApiError, get } from './api.js';
import { field, figures, h, keyed, section, setText } from './dom.js';
import * as format from './format.js';
import { Viewer, fromBase64 } from './viewer.js';
import { VirtualList } from './virtual-list.js';

const PAGE = 200;
const MOST_ASKED = 10_000;
const MOST_ROWS = 5000;
const PREVIEW = 160;

export function records() {
  const stream = h('select', { id: 'record-stream', onchange: () => fillShards() });
  const shard = h('select', { id: 'record-shard' });
  const from = h(
    'select',
    { id: 'record-from', onchange: () => showInputs() },
    [
      ['LATEST', 'the newest'],
      ['TRIM_HORIZON', 'the oldest'],
      ['time', 'a time (UTC)'],
      ['sequence', 'a sequence number'],
    ].map(([value, text]) => h('option', { value }, text)),
  );
  const time = h('input', { id: 'record-time', type: 'datetime-local', step: '1' });
  const sequence = h('input', { id: 'record-sequence', inputmode: 'numeric', pattern: '\\d{1,60}', autocomplete: 'off', spellcheck: 'false' });
  const key = h('input', { id: 'record-key', autocomplete: 'off', spellcheck: 'false', maxlength: '256' });
  const status = h('p', { class: 'muted', role: 'status' });
  const timeLabel = field('Time (UTC)', time);
  const sequenceLabel = field('Sequence number', sequence, 'grows');
  const form = h(
    'form',
    {
      class: 'filters',
      onsubmit: (event) => {
        event.preventDefault();
        show();
      },
    },
    field('Stream', stream),
    field('Shard', shard),
    field('From', from),
    timeLabel,
    sequenceLabel,
    field('Partition key', key, 'grows'),
    h('button', { class: 'main' }, 'Show'),
  );
  const list = new VirtualList({
    label: 'Records',
    columns: [
      ['Arrived', '7.5rem', 'code'],
      ['Shard', '4rem', 'number'],
      ['Partition key', 'minmax(7rem, 16rem)', 'code'],
      ['Size', '5.5rem', 'number'],
      ['Content', 'minmax(14rem, 1fr)', 'code'],
    ],
    keyOf: (record) => record.id,
    fill: (cells, record) =>
      [
        format.timeToMilliseconds(record.arrivedAt),
        format.shard(record.shard),
        record.partitionKey ?? '–',
        format.bytes(record.size),
        record.preview,
      ].forEach((text, index) => setText(cells[index], text)),
    open: (record) => open(record),
  });
  list.element.classList.add('tall');
  const more = h('button', { type: 'button', onclick: () => next() }, `The next ${PAGE}`);
  const facts = figures('figures');
  const viewer = new Viewer();
  const detail = section('The record', facts.element, viewer.element);
  const element = h(
    'div',
    {},
    h('h1', {}, 'Records'),
    section('Records of a stream', form, status, list.element, h('div', { class: 'actions' }, more)),
    detail,
  );
  detail.hidden = true;
  more.hidden = true;
  let known = [];
  let asked = null;
  let running = null;
  let arrived = '';
  showInputs();

  function showInputs() {
    timeLabel.hidden = from.value !== 'time';
    sequenceLabel.hidden = from.value !== 'sequence';
  }

  function fillShards() {
    const chosen = known.find((item) => item.name === stream.value);
    const shards = [...(chosen?.shards ?? [])].sort((one, other) => Number(other.isOpen) - Number(one.isOpen)).slice(0, 2000);
    keyed(
      shard,
      [{ id: '' }, ...shards],
      (item) => `${stream.value} ${item.id}`,
      (item) => h('option', { value: item.id }, item.id ? format.shard(item.id) : 'all'),
      (option, item) => setText(option, item.id ? `${format.shard(item.id)}${item.isOpen ? '' : ' (closed)'}` : 'all'),
    );
  }

  function show() {
    if (from.value === 'sequence' && !shard.value) {
      setText(status, 'A sequence number is of one shard: choose it.');
      shard.focus();
      return;
    }
    asked = { stream: stream.value, shard: shard.value, key: key.value };
    load({ ...asked, ...start() }, false);
  }

  function start() {
    if (from.value === 'time') return { from: time.value ? new Date(`${time.value}Z`).toISOString() : 'TRIM_HORIZON' };
    // The API goes on behind a number; this one is to be in it.
    return from.value === 'sequence' ? { after: before(sequence.value) } : { from: from.value };
  }

  function next() {
    const last = list.items[list.items.length - 1];
    if (!last) return;
    load(asked.shard ? { ...asked, after: last.sequenceNumber } : { ...asked, from: last.arrivedAt }, true);
  }

  async function load(values, isMore, limit = PAGE) {
    running?.abort();
    running = new AbortController();
    setText(status, 'Reading …');
    try {
      const answer = await get('/records', { ...values, limit }, running.signal);
      const old = isMore ? list.items : [];
      const seen = new Set(old.map((record) => record.id));
      const added = answer.records.map(rowOf).filter((record) => !seen.has(record.id));
      if (isMore && !added.length && answer.records.length === limit && limit < MOST_ASKED) {
        // All of these came in one millisecond, from which all shards are read on.
        await load(values, true, MOST_ASKED);
        return;
      }
      const all = [...old, ...added];
      list.set(all.slice(-MOST_ROWS));
      const over = all.length > MOST_ROWS ? '; the first are no longer held by this page' : '';
      more.hidden = answer.records.length === 0 || (values.from === 'LATEST' && !asked.shard);
      setText(
        status,
        added.length
          ? `${format.count(list.items.length)} records${over}. Choose one to see it taken apart.`
          : isMore
            ? 'There are no more at the moment.'
            : 'There is no such record.',
      );
      if (!isMore) list.element.scrollTop = values.from === 'LATEST' ? list.element.scrollHeight : 0;
    } catch (error) {
      if (error.name === 'AbortError') return;
      if (!(error instanceof ApiError)) throw error;
      setText(status, error.message);
    }
  }

  async function open(record) {
    detail.hidden = false;
    detail.scrollIntoView({ block: 'nearest' });
    facts.set({
      Arrived: format.dateTime(record.arrivedAt).replace(' UTC', `${new Date(record.arrivedAt).toISOString().slice(19, 23)} UTC`),
      Shard: record.shard,
      'Partition key': record.partitionKey ?? 'none',
      Size: format.bytes(record.size),
      'Sequence number': record.sequenceNumber,
    });
    viewer.clear('Reading …');
    try {
      // Rows hold a preview only: what is chosen is read again, whole.
      const {
        records: [found],
      } = await get('/records', { stream: record.stream, shard: record.shard, after: before(record.sequenceNumber), limit: 1 });
      if (found?.sequenceNumber === record.sequenceNumber) await viewer.show(fromBase64(found.data));
      else viewer.clear('It is no longer in the stream: its retention is over, or memory was short.');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      viewer.clear(error.message);
    }
  }

  function rowOf(record) {
    const { shard: shardId, sequenceNumber, partitionKey, arrivedAt, size } = record;
    return {
      id: `${shardId} ${sequenceNumber}`,
      stream: asked.stream,
      shard: shardId,
      sequenceNumber,
      partitionKey,
      arrivedAt,
      size,
      preview: previewOf(record),
    };
  }

  return {
    element,
    update(state, route) {
      known = state.streams.filter(Boolean);
      keyed(
        stream,
        known,
        (item) => item.name,
        (item) => h('option', { value: item.name }, item.name),
      );
      if (document.activeElement !== shard) fillShards();
      if (route.address === arrived || !known.length) return;
      arrived = route.address;
      stream.value = known.some((item) => item.name === route.values.get('stream')) ? route.values.get('stream') : known[0].name;
      fillShards();
      shard.value = route.values.get('shard') ?? '';
      if (shard.selectedIndex < 0) shard.value = '';
      sequence.value = route.values.get('sequence') ?? '';
      key.value = route.values.get('key') ?? '';
      from.value = sequence.value ? 'sequence' : 'LATEST';
      showInputs();
      show();
    },
  };
}

// A shard counts its records in the sequence numbers, above their lowest 80 bits: the number before is one less there.
const ONE_RECORD = 1n << 80n;

function before(text) {
  try {
    const number = BigInt(text.trim());
    return number > ONE_RECORD ? String(number - ONE_RECORD) : text;
  } catch {
    return text;
  }
}

function previewOf(record) {
  if (record.text !== null && record.text !== undefined) return record.text.slice(0, PREVIEW);
  const start = fromBase64(record.data.slice(0, 64));
  if (start[0] === 0xf3 && start[1] === 0x89 && start[2] === 0x9a && start[3] === 0xc2) return 'KPL aggregate';
  if (start[0] === 0x1f && start[1] === 0x8b) return 'gzip';
  return [...start].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
