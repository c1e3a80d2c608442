import { field, h, keyed, section } from './dom.js';
import { LogList } from './log-list.js';

export function logs(store) {
  const functionChoice = h('select', { id: 'log-function', onchange: draw });
  const sourceChoice = h(
    'select',
    { id: 'log-source', onchange: draw },
    ['all', 'output', 'error', 'platform'].map((source) => h('option', { value: source === 'all' ? '' : source }, source)),
  );
  const text = h('input', { id: 'log-text', type: 'search', autocomplete: 'off', spellcheck: 'false', oninput: draw });
  const list = new LogList(store, 'Log of everything', { hasFunction: true });
  list.list.element.classList.add('tall');
  const element = h(
    'div',
    {},
    h('h1', {}, 'Logs'),
    section(
      'Lines',
      h(
        'form',
        { class: 'filters', onsubmit: (event) => event.preventDefault() },
        field('Function', functionChoice),
        field('Source', sourceChoice),
        field('Contains', text, 'grows'),
      ),
      list.element,
    ),
  );

  function draw() {
    const [name, source, wanted] = [functionChoice.value, sourceChoice.value, text.value.toLowerCase()];
    list.draw(
      (line) =>
        (!name || line.function === name) && (!source || line.source === source) && (!wanted || line.text.toLowerCase().includes(wanted)),
    );
  }

  return {
    element,
    update(state) {
      // Not only functions: delivery streams and queues have something to say too.
      const names = [...new Set([...state.functions.map((item) => item.name), ...store.logs.items.map((line) => line.function)])].sort();
      keyed(
        functionChoice,
        ['', ...names.slice(0, 200)],
        (name) => name,
        (name) => h('option', { value: name }, name || 'all'),
      );
      draw();
    },
  };
}
