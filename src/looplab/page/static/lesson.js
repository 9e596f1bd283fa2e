// The page of a lesson: two of its scripts in step, and the moment in the address.

import {ask, complaint, h} from './dom.js';
import {Stage} from './stage.js';

const place = document.getElementById('lesson');
const api = `/api/lesson/${place.dataset.slug}`;
const asked = new URLSearchParams(location.search);

let scripts = [];
let chosen = [];
const stage = new Stage(n => choice(n));

const fetched = new Map();
function run(script) {
  if (!fetched.has(script)) {
    const told = ask(`${api}/run?script=${encodeURIComponent(script)}`);
    fetched.set(script, told);
    told.catch(() => fetched.delete(script));
  }
  return fetched.get(script);
}

// The selector in the heading of a panel.
function choice(n) {
  if (scripts.length < 2) return null;
  const select = h('select', {'aria-label': n ? 'Second script' : 'First script', onchange: () => change(n, select.value)},
    ...scripts.map(name => h('option', {value: name, selected: name === chosen[n]}, `${name}.py`)));
  return select;
}

async function change(n, script) {
  stage.clock.pause();
  chosen[n] = script;
  await show();
  stage.panels.querySelectorAll('select')[n]?.focus();
}

async function show(t) {
  try {
    const told = await Promise.all(chosen.map(run));
    stage.show(told, t);
    stage.clock.listen(remember);
    if (!stage.element.isConnected) place.replaceChildren(stage.element);
  } catch (error) {
    place.replaceChildren(complaint(error.message));
  }
}

// A teacher copies the address and the class sees the same moment.
function remember(clock, settled) {
  if (!settled) return;
  const address = new URL(location);
  const put = (name, value, usual) => (value === usual ? address.searchParams.delete(name) : address.searchParams.set(name, value));
  put('t', String(Number(clock.t.toFixed(3))), '0');
  put('left', chosen[0], usual[0]);
  if (chosen.length > 1) put('right', chosen[1], usual[1]);
  if (address.href !== location.href) history.replaceState(null, '', address);
}

let usual = [];
try {
  const lesson = await ask(api);
  scripts = lesson.scripts;
  usual = lesson.pair;
  const known = name => (scripts.includes(name) ? name : null);
  chosen = usual.map((name, n) => known(asked.get(n ? 'right' : 'left')) ?? name);
  if (chosen.length) await show(Number(asked.get('t')) || 0);
  else place.replaceChildren(complaint('This lesson has no scripts.'));
} catch (error) {
  place.replaceChildren(complaint(error.message));
}
