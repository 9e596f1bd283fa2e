// Play, step back, step on and the slider; the same with keys, wherever the focus is.

import {h, speak} from './dom.js';
import {movesLess} from './clock.js';
import {phrase, seconds, sentence} from './model.js';

// In these a key means something else.
const TYPING = 'input:not([type=range]), select, textarea, [contenteditable], [data-keys]';
const PRESSING = 'button, summary, a';

// The bar for a clock; runs() gives the runs that are shown, for what is said of them.
export function controls(clock, runs) {
  const play = h('button', {type: 'button', class: 'play', onclick: () => clock.toggle()});
  const back = h('button', {type: 'button', 'aria-label': 'Previous event', onclick: () => clock.step(-1)}, '◀');
  const on = h('button', {type: 'button', 'aria-label': 'Next event', onclick: () => clock.step(1)}, '▶');
  const slider = h('input', {type: 'range', min: 0, step: 'any', 'aria-label': 'Time',
    oninput: () => clock.jump(slider.valueAsNumber, false),
    onchange: () => clock.jump(slider.valueAsNumber)});
  const time = h('output', {class: 'time'});
  const bar = h('div', {class: 'bar', role: 'group', 'aria-label': 'Playback'}, play, back, on, slider, time);

  let spoken = null;
  clock.listen((_, settled) => {
    slider.max = clock.total;
    slider.value = clock.t;
    slider.disabled = play.disabled = clock.total === 0;
    time.textContent = seconds(clock.t);
    play.textContent = movesLess() ? 'Step' : clock.playing ? 'Pause' : 'Play';
    back.disabled = clock.t <= 0;
    on.disabled = clock.t >= clock.total;
    if (!settled) return;
    slider.setAttribute('aria-valuetext', `${seconds(clock.t)}, ${told(runs(), phrase, clock.t, '; ')}`);
    const words = `${seconds(clock.t)}. ${told(runs(), sentence, clock.t, ' ')}`;
    // Nothing is said when the page opens, only when somebody has moved.
    if (spoken !== null && spoken !== words) speak(words);
    spoken = words;
  });
  const press = event => {
    // A bar that was replaced by another one has no say any more.
    if (bar.isConnected) key(event, clock);
    else removeEventListener('keydown', press);
  };
  addEventListener('keydown', press);
  return bar;
}

const told = (runs, words, t, between) => runs.length === 1
  ? words(runs[0], t)
  : runs.map(run => `${run.title}: ${words(run, t)}`).join(between);

function key(event, clock) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  if (event.target.closest(TYPING)) return;
  if (event.key === ' ' && event.target.closest(PRESSING)) return;
  const deeds = {
    ' ': () => clock.toggle(),
    ArrowRight: () => clock.step(1),
    ArrowLeft: () => clock.step(-1),
    Home: () => clock.jump(0),
    End: () => clock.jump(clock.total),
  };
  if (!(event.key in deeds)) return;
  event.preventDefault();
  deeds[event.key]();
}
