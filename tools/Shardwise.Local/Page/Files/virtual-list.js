import { h, setAttribute } from './dom.js';

const SPARE = 8;
let lists = 0;

/**
 * A table of any length of which only the rows in sight are elements. Columns are [title, width, class]; fill(cells, item) writes a row.
 * With open(item) its rows can be chosen: arrow keys, Enter, a click.
 */
export class VirtualList {
  #items = [];
  #rows = new Map();
  #active = -1;
  #isDue = false;

  constructor({ label, columns, fill, open = null, rowHeight = 30, keyOf = (item) => item }) {
    Object.assign(this, { columns, fill, open, rowHeight, keyOf });
    this.id = `list-${++lists}`;
    this.body = h('div', { role: 'rowgroup', class: 'list-body' });
    this.head = h(
      'div',
      { role: 'rowgroup', class: 'list-head' },
      h(
        'div',
        { role: 'row', class: 'list-row', 'aria-rowindex': 1 },
        columns.map(([title, , kind]) => h('div', { role: 'columnheader', class: kind }, title)),
      ),
    );
    this.element = h(
      'div',
      {
        class: 'list',
        role: open ? 'grid' : 'table',
        tabindex: '0',
        'aria-label': label,
        onscroll: () => this.#draw(),
        onkeydown: (event) => this.#key(event),
      },
      this.head,
      this.body,
    );
    this.element.style.setProperty('--columns', columns.map(([, width]) => width).join(' '));
    this.element.style.setProperty('--row-height', `${rowHeight}px`);
    if (open) this.body.addEventListener('click', (event) => this.#click(event));
    new ResizeObserver(() => this.#draw()).observe(this.element);
  }

  get items() {
    return this.#items;
  }

  get isAtEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.element;
    return scrollTop + clientHeight >= scrollHeight - this.rowHeight;
  }

  set(items) {
    const chosen = this.#items[this.#active];
    this.#items = items;
    if (chosen) this.#active = items.findIndex((item) => this.keyOf(item) === this.keyOf(chosen));
    setAttribute(this.element, 'aria-rowcount', items.length + 1);
    this.body.style.height = `${items.length * this.rowHeight}px`;
    this.#draw(true);
  }

  toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  choose(index) {
    if (!this.#items.length) return;
    this.#active = Math.max(0, Math.min(index, this.#items.length - 1));
    const top = this.#active * this.rowHeight;
    const room = this.element.clientHeight - this.head.offsetHeight;
    if (top < this.element.scrollTop) this.element.scrollTop = top;
    else if (top + this.rowHeight > this.element.scrollTop + room) this.element.scrollTop = top + this.rowHeight - room;
    this.#draw(true);
  }

  #draw(isNew = false) {
    this.isStale = this.isStale || isNew;
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      const refill = this.isStale;
      this.isStale = false;
      const first = Math.max(0, Math.floor(this.element.scrollTop / this.rowHeight) - SPARE);
      const last = Math.min(this.#items.length, Math.ceil((this.element.scrollTop + this.element.clientHeight) / this.rowHeight) + SPARE);
      for (const [index, row] of this.#rows) {
        if (index < first || index >= last) {
          row.remove();
          this.#rows.delete(index);
        }
      }
      for (let index = first; index < last; index++) this.#row(index, refill);
      setAttribute(this.element, 'aria-activedescendant', this.open && this.#rows.has(this.#active) ? `${this.id}-${this.#active}` : null);
    });
  }

  #row(index, refill) {
    let row = this.#rows.get(index);
    const isNew = !row;
    if (isNew) {
      row = h(
        'div',
        { role: 'row', class: 'list-row', id: `${this.id}-${index}`, 'aria-rowindex': index + 2 },
        this.columns.map(([, , kind]) => h('div', { role: this.open ? 'gridcell' : 'cell', class: kind })),
      );
      row.style.transform = `translateY(${index * this.rowHeight}px)`;
      this.#rows.set(index, row);
      this.body.append(row);
    }
    if (isNew || refill) this.fill(row.children, this.#items[index], row);
    if (this.open) setAttribute(row, 'aria-selected', index === this.#active);
  }

  #click(event) {
    const row = event.target.closest('[role=row]');
    if (!row) return;
    this.choose(Number(row.getAttribute('aria-rowindex')) - 2);
    this.open(this.#items[this.#active]);
  }

  #key(event) {
    if (!this.open || event.target !== this.element) return;
    const page = Math.max(1, Math.floor((this.element.clientHeight - this.head.offsetHeight) / this.rowHeight) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    const isFirst = this.#active < 0 && !['ArrowUp', 'PageUp', 'End'].includes(event.key);
    if (event.key in steps) this.choose(isFirst ? 0 : (this.#active < 0 ? this.#items.length : this.#active) + steps[event.key]);
    else if ((event.key === 'Enter' || event.key === ' ') && this.#active >= 0) this.open(this.#items[this.#active]);
    else return;
    event.preventDefault();
  }
}
