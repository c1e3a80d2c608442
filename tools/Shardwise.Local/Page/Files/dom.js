// Elements are made here, and texts are set as texts: what a record, a log line or a name holds never becomes markup.
const SVG = 'http://www.w3.org/2000/svg';

/** Makes an element: h('a', { class: 'x', href: '#', onclick }, 'text', child). */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(
    ...children
      .flat()
      .filter((child) => child !== null && child !== undefined)
      .map((child) => (child instanceof Node ? child : String(child))),
  );
  return element;
}

/** Sets a text only where it is another, so that a reader's selection and a screen reader are left in peace. */
export function setText(element, text) {
  const wanted = text === null || text === undefined ? '' : String(text);
  if (element.textContent !== wanted) element.textContent = wanted;
}

export function setAttribute(element, name, value) {
  if (value === null || value === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
}

/** Keeps one child for each item, in order, and touches only what changed: focus stays where it is. */
export function keyed(parent, items, keyOf, make, update) {
  const before = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let child = before.get(key);
    if (child) before.delete(key);
    else {
      child = make(item);
      child.dataset.key = key;
    }
    update?.(child, item);
    if (child === place) place = place.nextElementSibling;
    else parent.insertBefore(child, place);
  }
  for (const gone of before.values()) gone.remove();
}

/** A list of terms with figures: set({ name: text }). */
export function figures(className = 'figures') {
  const element = h('dl', { class: className });
  return {
    element,
    set(values) {
      keyed(
        element,
        Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
        ([name]) => name,
        ([name]) => h('div', {}, h('dt', {}, name), h('dd')),
        (child, [, value]) => {
          const { text, tone } = typeof value === 'object' ? value : { text: value };
          setText(child.lastChild, text);
          setAttribute(child, 'data-tone', tone);
        },
      );
    },
  };
}

/** An input with its label. */
export function field(label, input, className = '') {
  return h('div', { class: `field ${className}`.trim() }, h('label', { for: input.id }, label), input);
}

/** A section with a heading. */
export function section(title, ...children) {
  return h('section', { class: 'panel' }, h('h2', {}, title), ...children);
}

/** A plain table of few rows: columns are [title, class]. */
export function table(label, columns) {
  const body = h('tbody');
  const element = h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label },
    h(
      'table',
      {},
      h('caption', { class: 'visually-hidden' }, label),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          columns.map(([title, kind]) => h('th', { scope: 'col', class: kind }, title)),
        ),
      ),
      body,
    ),
  );
  return {
    element,
    /** fillRow(cells, item): cells are one for each column; the first is the row's head. */
    set(items, keyOf, fillRow) {
      keyed(
        body,
        items,
        keyOf,
        () =>
          h(
            'tr',
            {},
            columns.map(([, kind], index) => h(index === 0 ? 'th' : 'td', { class: kind, scope: index === 0 ? 'row' : null })),
          ),
        (row, item) => fillRow(row.children, item, row),
      );
    },
  };
}

let lastSaid;

/** Tells a screen reader a line. */
export function announce(text) {
  const place = document.getElementById('announcer');
  clearTimeout(lastSaid);
  place.textContent = '';
  lastSaid = setTimeout(() => {
    place.textContent = text;
  }, 50);
}
