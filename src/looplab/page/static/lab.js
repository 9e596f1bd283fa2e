// The page of a lab: hints one by one, and the verdict on my file after every save.

import {complaint, h, socketAddress, speak, withCode} from './dom.js';
import {Stage} from './stage.js';

const place = document.getElementById('lab');
const AGAIN = 1500; // milliseconds until the server is looked for again

const state = h('p', {class: 'state'});
const verdict = h('div', {class: 'verdict'});
place.replaceChildren(state, verdict);

function listen() {
  const socket = new WebSocket(socketAddress(`/api/lab/${place.dataset.slug}/watch`));
  socket.onmessage = event => heard(JSON.parse(event.data));
  socket.onclose = () => {
    say('lost', 'The server of this page does not answer. Is looplab serve still running?');
    setTimeout(listen, AGAIN);
  };
}

function say(kind, words) {
  state.className = `state ${kind}`;
  state.textContent = words;
}

function heard(told) {
  place.dataset.state = told.state;
  if (told.state === 'missing') say('busy', told.words);
  else if (told.state === 'checking') {
    say('busy', 'Checking what you saved…');
    verdict.classList.add('old');
  } else if (told.state === 'failed') {
    say('lost', 'It could not be checked.');
    verdict.classList.remove('old');
    verdict.replaceChildren(complaint(told.words));
  } else show(told);
}

function show({verdict: found, code}) {
  say(found.passed ? 'good' : 'bad', found.words);
  speak(found.words);
  verdict.classList.remove('old');
  const parts = [h('ul', {class: 'checks'}, ...found.checks.map(check))];
  if (found.advice.length) {
    parts.push(h('section', {class: 'advice'}, h('h3', {}, 'What will help'),
      ...found.advice.map(part => (part.code ? h('pre', {class: 'one'}, part.text) : h('p', {}, ...withCode(part.text))))));
  }
  let stage = null;
  if (found.run) {
    stage = new Stage();
    parts.push(h('section', {}, h('h3', {}, 'What happened in the first check that failed'), stage.element));
  }
  verdict.replaceChildren(...parts);
  stage?.show([{run: found.run, code}], 0);
}

function check(one) {
  const mark = one.passed ? '✓' : '✗';
  return h('li', {class: one.passed ? 'good' : 'bad'},
    h('span', {class: 'mark', 'aria-hidden': 'true'}, mark),
    h('div', {},
      h('p', {class: 'title'}, h('span', {class: 'unseen'}, one.passed ? 'Passed: ' : 'Failed: '), one.says,
        h('span', {class: 'points'}, ` ${one.points}/${one.of}`)),
      one.again ? h('p', {class: 'again'}, 'for the same reason') : null,
      one.parts.length ? h('dl', {}, ...one.parts.flatMap(part => [h('dt', {}, part.label), h('dd', {class: part.label.replace(/ /g, '-')}, ...withCode(part.text))])) : null));
}

// A hint shows its heading when the one before it has been read.
const hints = [...document.querySelectorAll('#hints details')];
const left = document.getElementById('left');
function count() {
  const hidden = hints.filter(hint => hint.hidden).length;
  if (left) left.textContent = hidden ? `${hidden} more, one by one` : '';
}
hints.forEach((hint, n) => hint.addEventListener('toggle', () => {
  if (hint.open && hints[n + 1]) hints[n + 1].hidden = false;
  count();
}));
count();

document.getElementById('copy')?.addEventListener('click', async event => {
  const path = document.getElementById('file').textContent;
  const done = await navigator.clipboard?.writeText(path).then(() => true, () => false);
  event.target.textContent = done ? 'Copied' : 'Select it and copy';
});

listen();
