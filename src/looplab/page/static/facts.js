// What there is to say about whole runs: totals, facts, the key of the marks, and a table.

import {h} from './dom.js';

const KEY = ['block', 'held', 'ready', 'unwoken', 'thread', 'wait'];
const COLUMNS = ['Who', 'What', 'From', 'To', 'Line'];

// The totals, and the sentences on who held the loop and who suffered.
export function facts(run) {
  return h('div', {class: 'facts'},
    h('p', {class: 'totals'}, run.totals),
    h('ul', {}, ...run.facts.map(fact => h('li', {class: fact.bad ? 'bad' : ''},
      h('span', {class: 'mark', 'aria-hidden': 'true'}, fact.bad ? '!' : '·'),
      h('span', {}, fact.text, fact.code === null ? null : h('code', {class: 'source'}, fact.code))))));
}

// What the marks mean, of those that these runs have.
export function legend(runs) {
  const met = new Map();
  for (const run of runs) for (const lane of run.lanes) for (const part of lane.segments) {
    met.set(part.state, run.words[part.state]);
  }
  const marks = KEY.filter(state => met.has(state)).map(state => entry(state, met.get(state)));
  if (runs.some(run => run.prints.length)) marks.push(entry('printed', 'printed'));
  return h('ul', {class: 'key', 'aria-label': 'What the marks mean'}, ...marks);
}

const entry = (mark, words) => h('li', {}, h('span', {class: `swatch ${mark}`, 'aria-hidden': 'true'}), words);

// The same facts as rows, a table for each run.
export function tables(runs) {
  return h('details', {class: 'tables'}, h('summary', {}, 'The same facts as a table'), ...runs.map(table));
}

function table(run) {
  const rows = run.table.map(row => h('tr', {}, h('th', {scope: 'row'}, row[0]), ...row.slice(1).map(cell => h('td', {}, cell))));
  const left = run.rows - run.table.length;
  return h('div', {class: 'wide', tabindex: 0, role: 'region', 'aria-label': `Table of ${run.title}`},
    h('table', {}, h('caption', {}, `${run.title}: who was in which state, and when`),
      h('thead', {}, h('tr', {}, ...COLUMNS.map(name => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, ...rows)),
    left > 0 ? h('p', {}, `and ${left} more rows`) : null);
}
