import { Chart } from './chart.js';
import { figures, h, keyed, section, setText } from './dom.js';
import * as format from './format.js';
import { KeySpace } from './key-space.js';
import { link, longestLag } from './store.js';
import { DecisionList } from './decisions.js';

const MOST_CARDS = 12;

export function overview(store) {
  const tiles = figures('tiles');
  const chart = new Chart({
    title: 'Load of all streams',
    unit: 'records/s',
    series: [
      { name: 'accepted', of: (sample) => sample.records, tone: 'tone-main', isFilled: true },
      { name: 'read', of: (sample) => sample.read, tone: 'tone-second' },
      { name: 'throttled', of: (sample) => sample.throttled, tone: 'tone-bad' },
    ],
  });
  const streams = h('div', { class: 'cards' });
  const functions = h('div', { class: 'cards' });
  const decisions = new DecisionList(store);
  const notRun = h('ul', { class: 'plain' });
  const notRunBox = h('details', { class: 'panel' }, h('summary', {}), notRun);
  const decisionBox = section('The scaler’s newest decisions', decisions.element);
  const element = h(
    'div',
    {},
    h('h1', {}, 'Overview'),
    tiles.element,
    section('Load', chart.element),
    section('Streams', streams),
    section('Functions', functions),
    decisionBox,
    notRunBox,
  );
  return {
    element,
    update(state) {
      const last = store.total.last;
      const lag = longestLag(state);
      const errors = state.functions.reduce((sum, item) => sum + item.errors, 0);
      tiles.set({
        'Records in': last ? format.rate(last.records) : '–',
        Throttled: { text: last ? format.rate(last.throttled) : '–', tone: last?.throttled > 0 ? 'bad' : null },
        'Open shards': format.count(state.streams.reduce((sum, stream) => sum + (stream?.openShards ?? 0), 0)),
        'Longest lag': { text: format.duration(lag), tone: lag > 60_000 ? 'warn' : null },
        'Errors of functions': { text: format.count(errors), tone: errors > 0 ? 'bad' : null },
        'Batches given up': { text: format.count(state.failureCount), tone: state.failureCount > 0 ? 'bad' : null },
      });
      chart.draw(
        store.total.samples,
        store.reshards.items.map((reshard) => ({ t: reshard.t, text: `${reshard.stream}: ${reshard.from} to ${reshard.to} shards` })),
      );
      keyed(
        streams,
        state.streams.filter(Boolean).slice(0, MOST_CARDS),
        (stream) => stream.name,
        streamCard,
        (card, stream) => card.draw(stream, store),
      );
      keyed(
        functions,
        state.functions.slice(0, MOST_CARDS),
        (item) => item.name,
        functionCard,
        (card, item) => card.draw(item),
      );
      decisions.draw((decision) => decision, 5);
      decisionBox.hidden = store.decisions.items.length === 0;
      notRunBox.hidden = !state.notRun.length;
      setText(notRunBox.firstChild, `What does not run here, or otherwise than at AWS (${state.notRun.length})`);
      keyed(
        notRun,
        state.notRun.slice(0, 200),
        (note) => note,
        (note) => h('li', {}, note),
      );
    },
  };
}

function streamCard(stream) {
  const bar = new KeySpace(`Key space of ${stream.name}`);
  const facts = figures('facts');
  const name = h('a', { href: link('streams', stream.name) }, stream.name);
  const card = h('article', { class: 'card' }, h('h3', {}, name), bar.element, facts.element);
  card.draw = (now, store) => {
    const last = store.streams.get(now.name)?.history.last;
    bar.draw(now.shards, (id) => store.load(now.name, id));
    facts.set({
      Shards: now.targetShards && now.targetShards !== now.openShards ? `${now.openShards} → ${now.targetShards}` : format.count(now.openShards),
      In: last ? format.rate(last.records) : '–',
      Throttled: { text: last ? format.rate(last.throttled) : '–', tone: last?.throttled > 0 ? 'bad' : null },
      Status: now.status === 'ACTIVE' ? null : { text: now.status, tone: 'warn' },
    });
  };
  return card;
}

function functionCard(item) {
  const facts = figures('facts');
  const line = h('p', { class: 'last-line' });
  const card = h(
    'article',
    { class: 'card' },
    h('h3', {}, h('a', { href: link('functions', item.name) }, item.logicalId ?? item.name)),
    facts.element,
    line,
  );
  card.draw = (now) => {
    facts.set({
      Invocations: format.count(now.invocations),
      Errors: { text: format.count(now.errors), tone: now.errors > 0 ? 'bad' : null },
      '9 of 10 within': format.duration(now.durationMilliseconds?.p90),
    });
    setText(line, now.lastLogLine ?? 'no line yet');
  };
  return card;
}
