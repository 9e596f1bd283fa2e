// A server's heartbeat, drawn as it arrives: while its loop is held, nothing arrives.

import {ask, h, s, socketAddress, speak} from './dom.js';

const SECONDS = 3;
const SHOWN = 10000; // milliseconds of the strip
const SILENCE = 400; // a gap this long is no beat that came a little late
const HEIGHT = 56;

const strip = document.getElementById('strip');
const pulse = document.getElementById('pulse');
const told = document.getElementById('told');
const buttons = ['block', 'wait'].map(name => document.getElementById(name));
const calm = matchMedia('(prefers-reduced-motion: reduce)');

const svg = s('svg', {height: HEIGHT});
strip.append(svg);
let beats = [];
let longest = null; // the longest gap since a button was pressed

const socket = new WebSocket(socketAddress('/api/freeze/heartbeat'));
socket.onmessage = () => {
  const now = performance.now();
  const gap = beats.length ? now - beats.at(-1) : 0;
  if (longest !== null) longest = Math.max(longest, gap);
  beats.push(now);
  beats = beats.filter(beat => now - beat < SHOWN + 6000);
  if (calm.matches) draw();
};
socket.onclose = () => { pulse.textContent = 'The server is gone. Is looplab serve still running?'; };

function draw() {
  const now = performance.now();
  const width = strip.clientWidth;
  const x = time => width * (1 - (now - time) / SHOWN);
  const marks = [];
  beats.forEach((beat, n) => {
    const next = beats[n + 1] ?? now;
    if (next - beat > SILENCE && x(next) > 0) {
      const from = Math.max(0, x(beat) + 2);
      marks.push(s('rect', {class: 'block', x: from, y: 14, width: Math.max(1, x(next) - from - 2), height: 28}));
      if (x(next) - from > 90) marks.push(s('text', {class: 'on-block', x: (from + x(next)) / 2, y: 33}, `silent for ${((next - beat) / 1000).toFixed(1)} s`));
    }
    if (x(beat) > 0) marks.push(s('rect', {class: 'held', x: x(beat) - 1.25, y: 14, width: 2.5, height: 28}));
  });
  svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
  svg.replaceChildren(s('path', {class: 'base', d: `M0 42.5H${width}`}), ...marks);
  const silent = beats.length ? now - beats.at(-1) : 0;
  if (socket.readyState === WebSocket.OPEN && beats.length) {
    const words = silent > SILENCE ? `No heartbeat for ${(silent / 1000).toFixed(1)} s.` : 'The heart beats: the loop is free.';
    if (pulse.textContent !== words) pulse.textContent = words;
    pulse.classList.toggle('taken', silent > SILENCE);
  }
}

async function press(kind) {
  buttons.forEach(button => { button.disabled = true; });
  longest = 0;
  const begun = performance.now();
  try {
    const {seconds} = await ask(`/api/freeze/${kind}`, {seconds: SECONDS});
    const took = (performance.now() - begun) / 1000;
    await new Promise(done => setTimeout(done, 300)); // the beat that ends the silence
    tell(kind, seconds, took, longest);
  } catch (error) {
    told.prepend(h('li', {class: 'complaint'}, error.message));
  }
  longest = null;
  buttons.forEach(button => { button.disabled = false; });
  buttons[kind === 'block' ? 0 : 1].focus();
}

function tell(kind, seconds, took, gap) {
  const [place, code] = kind === 'block' ? [told.dataset.block, told.dataset.blockCode] : [told.dataset.wait, told.dataset.waitCode];
  const silence = (gap / 1000).toFixed(2);
  const words = kind === 'block'
    ? `The answer took ${took.toFixed(2)} s, and the longest silence was ${silence} s. This line held the loop for ${seconds} s: `
    : `The answer took ${took.toFixed(2)} s, and the longest silence was ${silence} s. This line waited, and the loop was free: `;
  const entry = h('li', {class: kind}, words, h('code', {}, `${place} | ${code}`));
  entry.dataset.gap = Math.round(gap);
  told.prepend(entry);
  speak(entry.textContent);
}

buttons[0].addEventListener('click', () => press('block'));
buttons[1].addEventListener('click', () => press('wait'));

// Where people prefer less motion the strip moves on with each beat only, and twice a second.
if (calm.matches) setInterval(draw, 500);
else {
  const frame = () => { draw(); requestAnimationFrame(frame); };
  frame();
}
