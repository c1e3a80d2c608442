import { h, keyed, section, setAttribute, setText, table } from './dom.js';
import * as format from './format.js';
import { partPanel } from './parts.js';
import { link, streamOf } from './store.js';

const isQueue = (name) => /queue|dead|topic/i.test(name);

export function failures() {
  const list = table('Batches given up', [
    ['When (UTC)'],
    ['Function'],
    ['Why'],
    ['Records', 'number'],
    ['Attempts', 'number'],
    ['Shard', 'number'],
    ['Destination'],
    ['Where'],
    ['Last error', 'wraps'],
  ]);
  const count = h('p', { class: 'muted' });
  const queues = h('div', {});
  const element = h('div', {}, h('h1', {}, 'Failures'), section('Batches that mappings gave up on', count, list.element), queues);
  return {
    element,
    update(state) {
      setText(
        count,
        state.failureCount
          ? `${format.count(state.failureCount)} so far; the newest ${format.count(state.failures.length)} are here.`
          : 'None: every batch went through.',
      );
      list.element.hidden = !state.failures.length;
      list.set(
        [...state.failures].reverse(),
        (failure) => `${failure.shard} ${failure.firstSequenceNumber} ${failure.lastSequenceNumber} ${failure.function} ${failure.at}`,
        (cells, failure) => {
          [
            format.time(failure.at),
            failure.function,
            format.words(failure.condition).toLowerCase(),
            format.count(failure.batchSize),
            format.count(failure.attempts),
            format.shard(failure.shard),
            failure.destination ?? 'none: dropped',
          ].forEach((text, index) => setText(cells[index], text));
          setText(cells[8], failure.lastError ?? '–');
          if (!cells[7].firstChild) cells[7].append(h('a', {}, 'see them'));
          setAttribute(
            cells[7].firstChild,
            'href',
            link('records', '', { stream: streamOf(failure.stream), shard: failure.shard, sequence: failure.firstSequenceNumber }),
          );
          setAttribute(cells[7].firstChild, 'aria-label', `see them: the records of ${failure.function} given up at ${format.time(failure.at)}`);
        },
      );
      keyed(
        queues,
        Object.entries(state.parts ?? {}).filter(([name, part]) => part && isQueue(name)),
        ([name]) => name,
        ([name]) => partPanel(name),
        (panel, [, part]) => panel.draw(part),
      );
    },
  };
}
