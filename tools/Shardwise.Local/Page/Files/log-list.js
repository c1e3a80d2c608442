import { h, setAttribute, setText } from './dom.js';
import * as format from './format.js';
import { VirtualList } from './virtual-list.js';
import { Viewer } from './viewer.js';

/** Lines of logs, newest last; it stays at the end while one is there. A chosen line is shown whole, JSON laid out. */
export class LogList {
  constructor(store, label, { hasFunction = false } = {}) {
    this.store = store;
    this.viewer = new Viewer();
    this.columns = [
      ['Time', '7.5rem', 'code'],
      ...(hasFunction ? [['Function', 'minmax(6rem, 14rem)']] : []),
      ['Line', 'minmax(14rem, 1fr)', 'code'],
    ];
    this.list = new VirtualList({
      label,
      columns: this.columns,
      rowHeight: 26,
      keyOf: (line) => line.number,
      fill: (cells, line, row) => {
        setText(cells[0], format.timeToMilliseconds(line.at));
        if (hasFunction) setText(cells[1], line.logicalId ?? line.function);
        setText(cells[cells.length - 1], line.text.slice(0, 500));
        setAttribute(row, 'data-source', line.source);
      },
      open: (line) => this.#open(line),
    });
    this.request = h('p', { class: 'muted' });
    this.count = h('p', { class: 'muted' });
    this.element = h('div', {}, this.list.element, this.count, this.request, this.viewer.element);
    this.viewer.clear();
  }

  draw(isWanted) {
    const lines = this.store.logs.items.filter(isWanted);
    const follows = this.list.items.length === 0 || this.list.isAtEnd;
    this.list.set(lines);
    const older = this.store.logs.dropped ? '; older ones are no longer held by this page' : '';
    setText(
      this.count,
      lines.length
        ? `${format.count(lines.length)} lines${older}. Choose one to see it whole.`
        : 'No line yet.',
    );
    if (follows) this.list.toEnd();
  }

  #open(line) {
    setText(this.request, `${line.function}, ${format.timeToMilliseconds(line.at)} UTC${line.requestId ? `, request ${line.requestId}` : ''}`);
    this.viewer.show(new TextEncoder().encode(line.text));
  }
}
