// Scripts that run now: what the server tells is drawn as it comes, and what goes on grows with
// this browser's own clock between two messages.

import {complaint, h, socketAddress, speak} from './dom.js';
import {Growing} from './growing.js';
import {entry} from './prints.js';

const STATES = ['block', 'held', 'ready', 'unwoken', 'thread', 'wait'];
const WORDS = ['holds the loop', 'short turn', 'ready, but the loop is taken',
  'ready, but nobody woke the loop', 'busy in a thread or process', 'waits'];
const ENDED = {finished: 'Finished.', idle: 'Only servers are left.', error: 'It ended with an error.'};
const OVER = {finished: 'done', idle: 'done', error: 'error', deadlock: 'deadlock'};
const NEWS = 0.1; // a shorter hold is no news
const SILENCE = 1; // seconds without a message: nothing is known any more
const LINES = 6;

const form = document.getElementById('live');
const place = document.getElementById('runs');
const [start, stop, connection] = ['start', 'stop', 'connection'].map(id => document.getElementById(id));
const calm = matchMedia('(prefers-reduced-motion: reduce)');

let socket = null;
let runs = [];
let heard = 0; // when the last message came, in seconds of this browser
let going = false;

const clock = () => performance.now() / 1000;
const seconds = t => `${t.toFixed(1)} s`;
const some = names => (names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', '));

class Run {
  constructor(title) {
    Object.assign(this, {title, offset: null, hold: null, late: [], said: null, end: null, word: 'now', lines: []});
    this.picture = new Growing(title);
    this.total = h('span', {class: 'total'}, 'starts');
    this.now = h('p', {class: 'now'}, 'It starts.');
    this.prints = h('ol', {class: 'prints', 'aria-label': `What ${title} has printed`});
    this.leftOut = h('p', {class: 'left-out', hidden: true});
    this.facts = h('div', {class: 'facts', hidden: true});
    this.element = h('section', {class: 'panel', 'aria-label': title},
      h('h2', {}, h('span', {}, title), this.total),
      h('div', {class: 'picture'}, this.picture.svg), this.now,
      h('div', {class: 'output'}, h('h3', {}, 'Printed'), this.prints), this.leftOut, this.facts);
  }

  // What the server tells of this run.
  hear(told) {
    for (const [lane, state, t, until, label] of told.strips) this.picture.add(lane, STATES[state], t, until, label);
    for (const [t, who] of told.prints) this.picture.print(who, t);
    if (told.prints.length) {
      this.lines = [...this.lines, ...told.prints.map(([t, , text]) => ({t, text}))].slice(-LINES);
      this.prints.replaceChildren(...this.lines.map(entry));
    }
    if (told.left_out) {
      this.leftOut.hidden = false;
      this.leftOut.textContent = `${told.left_out} more turns, waits or lines came faster than they could be shown.`;
    }
    if (told.now !== undefined) {
      const offset = clock() - told.now;
      // The message that came fastest knows best.
      this.offset = this.offset === null ? offset : Math.min(this.offset, offset);
    }
    if (told.status) this.over(told);
    else if (told.open) {
      this.hold = told.hold;
      this.late = told.late;
      this.picture.goesOn(told.open.map(([lane, state, t, until, label]) => ({lane, state: STATES[state], t, until, label})));
    }
  }

  over(told) {
    this.end = told.now;
    this.hold = null;
    this.picture.goesOn([]);
    if (told.anew) {
      this.picture.clear();
      for (const [lane, state, t, until, label] of told.anew) this.picture.add(lane, STATES[state], t, until, label);
    }
    this.total.textContent = told.totals.split(',')[0];
    this.word = OVER[told.status] ?? 'stopped';
    this.now.textContent = ENDED[told.status] ?? 'It was stopped.';
    this.now.classList.remove('taken');
    this.facts.hidden = false;
    this.facts.replaceChildren(h('p', {class: 'totals'}, told.totals), h('ul', {}, ...told.facts.map(fact =>
      h('li', {class: fact.bad ? 'bad' : ''}, h('span', {class: 'mark', 'aria-hidden': 'true'}, fact.bad ? '!' : '·'),
        h('span', {}, fact.text, fact.code === null ? null : h('code', {class: 'source'}, fact.code))))));
    speak(`${this.title}: ${this.now.textContent} ${told.totals}`);
  }

  // The time in this run, as far as it is known.
  get t() {
    if (this.end !== null) return this.end;
    if (this.offset === null) return 0;
    return Math.max(0, Math.min(clock(), heard + SILENCE) - this.offset);
  }

  tell(t) {
    if (this.end !== null || this.offset === null) return;
    const hold = this.hold;
    const long = hold && t - hold.t >= NEWS;
    let words = 'The loop is free.';
    if (long) {
      words = `${hold.who} has held ${hold.what} for ${seconds(t - hold.t)}${hold.place ? ` at ${hold.place}` : ''}.`;
      if (this.late.length) words += ` Ready, but the loop is taken: ${some(this.late)}.`;
      if (t - hold.t > 0.5 && this.said !== hold.t) {
        this.said = hold.t;
        speak(`${this.title}: ${hold.who} holds ${hold.what}${hold.place ? ` at ${hold.place}` : ''}.`);
      }
    }
    if (this.now.textContent !== words) this.now.textContent = words;
    this.now.classList.toggle('taken', Boolean(long));
    const total = seconds(t);
    if (this.total.textContent !== total) this.total.textContent = total;
  }
}

// A round number of seconds, the same for all runs, which changes seldom.
function scaleFor(t) {
  for (let step = 1; ; step *= 10) for (const n of [2, 5, 10]) if (t <= n * step * 0.97) return n * step;
}

let frame = 0;
let rests = 0; // until then nothing is painted anew, and the present moves on all the same
function draw() {
  if (runs.length) {
    // To paint must not take more than a fifth of the time.
    const began = performance.now();
    const paints = began >= rests || calm.matches;
    const now = runs.map(run => run.t);
    const scale = Math.max(runs[0].picture.scale, scaleFor(Math.max(...now)));
    runs.forEach((run, n) => {
      run.picture.rescale(scale);
      if (paints) run.picture.paint();
      run.picture.present(now[n], run.word);
      if (frame % 4 === 0 || calm.matches) run.tell(now[n]);
    });
    if (paints) rests = began + 5 * (performance.now() - began);
  }
  frame += 1;
  tellConnection();
}

function tellConnection() {
  const silent = clock() - heard;
  let words = going ? 'running' : '';
  const lost = going && silent > SILENCE;
  if (lost) words = `No news from the server for ${Math.floor(silent)} s: what is drawn stands still.`;
  if (going && socket?.readyState !== WebSocket.OPEN && socket?.readyState !== WebSocket.CONNECTING) {
    words = 'The connection is lost, and with it the runs. Is looplab serve still running?';
    going = false;
    connection.classList.add('lost');
    connection.textContent = words;
    buttons();
    return;
  }
  if (!going && connection.classList.contains('lost')) return;
  connection.classList.toggle('lost', lost);
  if (connection.textContent !== words) connection.textContent = words;
}

function buttons() {
  start.disabled = going;
  stop.disabled = !going;
  for (const box of form.querySelectorAll('input')) box.disabled = going;
}

function hear(told) {
  heard = clock();
  if (told.words) {
    place.replaceChildren(complaint(told.words));
    going = false;
  } else if (told.titles) {
    runs = told.titles.map(title => new Run(title));
    place.classList.toggle('single', runs.length === 1);
    place.replaceChildren(...runs.map(run => run.element));
  } else if (told.runs) {
    told.runs.forEach((one, n) => { if (one) runs[n].hear(one); });
  } else if (told.over) going = false;
  buttons();
}

function connect() {
  return new Promise((done, failed) => {
    if (socket?.readyState === WebSocket.OPEN) { done(); return; }
    socket = new WebSocket(socketAddress(`/api/lesson/${form.dataset.slug}/live`));
    socket.onmessage = message => hear(JSON.parse(message.data));
    socket.onopen = done;
    socket.onerror = failed;
  });
}

form.addEventListener('submit', async event => {
  event.preventDefault();
  const names = [...form.querySelectorAll('input:checked')].map(box => box.value);
  connection.classList.remove('lost');
  if (!names.length || names.length > Number(form.dataset.atOnce)) {
    place.replaceChildren(complaint(names.length ? `At most ${form.dataset.atOnce} scripts run at once.` : 'Choose a script first.'));
    return;
  }
  try {
    await connect();
  } catch {
    place.replaceChildren(complaint('The server of this page does not answer. Is looplab serve still running?'));
    return;
  }
  going = true;
  heard = clock();
  buttons();
  socket.send(JSON.stringify({start: names}));
});
stop.addEventListener('click', () => { socket?.send(JSON.stringify({stop: true})); });

const key = document.getElementById('key');
key.replaceChildren(...[...STATES.map((mark, n) => [mark, WORDS[n]]), ['printed', 'printed']].map(([mark, words]) =>
  h('li', {}, h('span', {class: `swatch ${mark}`, 'aria-hidden': 'true'}), words)));
key.hidden = false;

// Where people prefer less motion the picture moves on twice a second.
if (calm.matches) setInterval(draw, 500);
else {
  const next = () => { draw(); requestAnimationFrame(next); };
  next();
}
