import { figures, h, keyed, setAttribute, setText, table } from './dom.js';
import * as format from './format.js';
import { link, streamOf } from './store.js';

const MOST_ITEMS = 100;
const MOST_ROWS = 50;

/** What a part of the pipeline tells of itself, whatever it has: figures, lists, tables by the names of their members. */
export function partPanel(name) {
  const title = h('h2', {}, format.words(name));
  const items = h('div', { class: 'cards wide' });
  const empty = h('p', { class: 'muted' }, 'There is none.');
  const element = h('section', { class: 'panel', 'data-part': name }, title, items, empty);
  element.draw = (state) => {
    const all = Array.isArray(state) ? state : [state];
    empty.hidden = all.length > 0;
    keyed(
      items,
      all.slice(0, MOST_ITEMS).map((item, index) => ({ item, index })),
      ({ item, index }) => item?.name ?? item?.logicalId ?? index,
      ({ item }) => itemCard(item),
      (card, { item }) => card.draw(item),
    );
  };
  return element;
}

function itemCard(first) {
  const isNamed = first && typeof first === 'object' && (first.name || first.logicalId);
  const facts = figures('facts');
  const nested = h('div');
  const card = h('article', { class: 'card' }, isNamed ? h('h3', {}, String(first.name ?? first.logicalId)) : null, facts.element, nested);
  card.draw = (item) => {
    if (!item || typeof item !== 'object') {
      facts.set({ Value: String(item) });
      return;
    }
    const members = flat(item).filter(([name]) => !isNamed || name !== (first.name ? 'name' : 'logicalId'));
    facts.set(
      Object.fromEntries(
        members.filter(([, value]) => !Array.isArray(value)).map(([name, value]) => [format.memberName(name), factOf(name, value)]),
      ),
    );
    const lists = members.filter(([, value]) => Array.isArray(value) && value.length);
    keyed(
      nested,
      lists,
      ([name]) => name,
      ([name, rows]) => listOf(name, rows),
      (box, [, rows]) => box.draw(rows),
    );
  };
  return card;
}

const factOf = (name, value) => ({
  text: typeof value === 'string' && value.startsWith('arn:aws:kinesis:') ? streamOf(value) : format.member(name, value),
  tone: typeof value === 'number' && value > 0 && /fail|error|dropped|deadLetter|refused/i.test(name) ? 'bad' : null,
});

// { buffer: { bytes: 3 } } is shown as "buffer bytes".
function flat(item, prefix = '') {
  return Object.entries(item).flatMap(([name, value]) => {
    const whole = prefix ? prefix + name[0].toUpperCase() + name.slice(1) : name;
    return value && typeof value === 'object' && !Array.isArray(value) ? flat(value, whole) : [[whole, value]];
  });
}

function listOf(name, rows) {
  const isTable = rows[0] && typeof rows[0] === 'object';
  const names = isTable ? [...new Set(rows.slice(0, MOST_ROWS).flatMap((row) => flat(row ?? {}).map(([member]) => member)))].slice(0, 12) : [];
  const title = h('h4', {});
  const rowsTable = isTable
    ? table(
        format.words(name),
        names.map((member) => [format.memberName(member)]),
      )
    : null;
  const list = isTable ? null : h('ul', { class: 'plain code' });
  const box = h('div', {}, title, rowsTable?.element ?? list);
  box.draw = (now) => {
    setText(title, `${format.words(name)}${now.length > MOST_ROWS ? `, ${MOST_ROWS} of ${format.count(now.length)}` : ''}`);
    const shown = now.slice(0, MOST_ROWS).map((row, index) => ({ row, index }));
    if (isTable) {
      rowsTable.set(
        shown,
        ({ index }) => index,
        (cells, { row }) => {
          const values = new Map(flat(row ?? {}));
          names.forEach((member, place) =>
            member === 'key' && values.has('bucket')
              ? objectCell(cells[place], values.get('bucket'), values.get('key'))
              : setText(cells[place], cellText(member, values.get(member))),
          );
        },
      );
    } else {
      keyed(
        list,
        shown,
        ({ index }) => index,
        () => h('li'),
        (line, { row }) => setText(line, String(row)),
      );
    }
  };
  return box;
}

// An object that was written leads to what it holds.
function objectCell(cell, bucket, key) {
  if (!cell.firstElementChild) cell.replaceChildren(h('a', {}));
  setText(cell.firstElementChild, key);
  setAttribute(cell.firstElementChild, 'href', link('delivery', '', { bucket, key }));
}

const cellText = (name, value) => (Array.isArray(value) ? JSON.stringify(value).slice(0, 200) : format.member(name, value));
