import { h, keyed, setAttribute, setText } from './dom.js';
import * as format from './format.js';

/** The scaler's decisions, newest first. Minutes in which nothing was to change are one line where they follow each other with the same reason. */
export class DecisionList {
  constructor(store) {
    this.store = store;
    this.element = h('ol', { class: 'decisions', reversed: true, tabindex: '0', 'aria-label': 'Decisions, newest first' });
  }

  draw(isWanted, most) {
    const wanted = this.store.decisions.items.filter(isWanted);
    const shown = together(wanted).slice(-most).reverse();
    keyed(this.element, shown, (decision) => decision.first.key, make, write);
    if (!shown.length && !this.empty) {
      this.empty = h('p', { class: 'muted' }, 'No decision yet: the scaler writes one a minute.');
      this.element.after(this.empty);
    } else if (shown.length) {
      this.empty?.remove();
      this.empty = null;
    }
  }
}

function together(decisions) {
  const groups = [];
  for (const decision of decisions) {
    const last = groups[groups.length - 1];
    const isQuiet = decision.targetShards === null || decision.targetShards === undefined;
    if (last && isQuiet && last.isQuiet && last.newest.stream === decision.stream && last.newest.outcome === decision.outcome) {
      last.newest = decision;
      last.count += 1;
    } else {
      groups.push({ first: decision, newest: decision, isQuiet, count: 1 });
    }
  }
  return groups;
}

function make() {
  return h(
    'li',
    {},
    h('p', { class: 'decision-head' }, h('time'), h('b'), h('span', { class: 'badge' })),
    h('p', { class: 'decision-reason' }),
    h('p', { class: 'muted' }),
  );
}

function write(element, { newest, first, count, isQuiet }) {
  const [head, reason, more] = element.children;
  const [when, what, outcome] = head.children;
  setText(when, count > 1 ? `${format.time(first.time)} – ${format.time(newest.time)}` : format.time(newest.time));
  setAttribute(when, 'datetime', newest.time);
  const direction = newest.targetShards > newest.openShards ? ' ↑' : newest.targetShards < newest.openShards ? ' ↓' : '';
  setText(
    what,
    isQuiet
      ? `${newest.stream}: ${newest.openShards ?? '–'} shards`
      : `${newest.stream}: ${newest.openShards} → ${newest.targetShards} shards${direction}`,
  );
  setText(outcome, count > 1 ? `${newest.outcome} × ${count}` : newest.outcome);
  setAttribute(outcome, 'data-tone', isQuiet ? null : newest.outcome === 'accepted' || newest.outcome === 'Accepted' ? 'good' : 'warn');
  setText(reason, newest.reason);
  const facts = [
    Number.isFinite(newest.utilization) ? `utilisation ${format.percent(newest.utilization)}` : null,
    Number.isFinite(newest.demandShards) ? `demand ${format.figure(newest.demandShards)} shards` : null,
    Number.isFinite(newest.operationsLeft) ? `${newest.operationsLeft} operations left` : null,
    newest.call,
    newest.problem,
    newest.note,
  ].filter(Boolean);
  setText(more, facts.join(' · '));
}
