// The timeline of one run as SVG: lanes of segments up to the present, the future pale.

import {h, s} from './dom.js';
import {goesOn, placeOf, seconds} from './model.js';
import {AXIS, BAR, MOST_LANES, PAINT, ROW, TOP, fit, stripes, wide} from './sizes.js';

const RIGHT = 10;
const OVER = {finished: 'done', idle: 'done', error: 'error', deadlock: 'deadlock'};

let made = 0;

// The lanes that are drawn: of too many, first those that were held up.
export function lanesOf(run) {
  const calm = lane => lane.segments.every(part => part.state === 'held' || part.state === 'wait');
  const loops = run.lanes.filter(lane => lane.kind === 'loop');
  const rest = run.lanes.filter(lane => lane.kind !== 'loop');
  const kept = new Set([...rest].sort((a, b) => calm(a) - calm(b)).slice(0, MOST_LANES));
  return [...loops, ...rest.filter(lane => kept.has(lane))];
}

export class Picture {
  // clock: what moves it, and what it moves; scale(): the seconds from its left to its right.
  constructor(run, clock, scale) {
    Object.assign(this, {run, clock, scale, lanes: lanesOf(run), id: `marks-${++made}`});
    this.svg = s('svg', {class: 'timeline', role: 'img',
      'aria-label': `Timeline of ${run.title}: ${run.totals}. The table has the same facts.`});
    this.tip = h('p', {class: 'tip', hidden: true});
    this.element = h('div', {class: 'picture'}, this.svg, this.tip);
    this.width = 0;
    new ResizeObserver(() => this.resized()).observe(this.element);
    this.svg.addEventListener('pointerdown', event => this.grab(event));
    this.svg.addEventListener('pointermove', event => this.hover(event));
    this.svg.addEventListener('pointerleave', () => { this.tip.hidden = true; });
  }

  resized() {
    const width = Math.round(this.element.clientWidth);
    if (width && width !== this.width) this.draw(width);
  }

  x(t) {
    const room = this.width - this.left - RIGHT;
    return this.left + (this.all ? Math.min(1, t / this.all) : 0) * room;
  }

  draw(width = this.width) {
    if (!width) return;
    this.width = width;
    this.all = this.scale();
    const widest = Math.max(68, ...this.lanes.map(lane => wide(lane.name) * 1.06));
    this.left = Math.min(width * 0.3, widest) + 12;
    const hidden = this.run.lanes.length - this.lanes.length;
    const height = (this.lanes.length + (hidden > 0)) * ROW + TOP + AXIS;
    this.bottom = height - AXIS;
    const clip = `${this.id}-past`;
    this.past = s('rect', {x: 0, y: 0, width: 0, height});
    this.head = s('path', {class: 'head'});
    const future = s('g', {class: 'future'});
    const present = s('g', {class: 'present', 'clip-path': `url(#${clip})`});
    const labels = s('g', {});
    this.lanes.forEach((lane, n) => this.lane(lane, TOP + n * ROW, [future, present], labels));
    if (hidden > 0) {
      const y = TOP + this.lanes.length * ROW + BAR - 3;
      labels.append(s('text', {x: this.left, y, class: 'dim'}, `and ${hidden} more`));
    }
    this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.svg.setAttribute('height', height);
    this.svg.replaceChildren(
      s('defs', {},
        stripes(this.id), s('clipPath', {id: clip}, this.past)),
      this.axis(), future, present, labels, this.head);
    this.show();
  }

  lane(lane, y, groups, labels) {
    const name = fit(lane.name, this.left - 9);
    labels.append(s('text', {x: this.left - 8, y: y + BAR - 3, class: `name ${lane.kind}`}, name,
      s('title', {}, lane.name)));
    const parts = [...lane.segments].sort((a, b) => PAINT.indexOf(a.state) - PAINT.indexOf(b.state));
    for (const group of groups) for (const part of parts) group.append(...this.part(part, lane, y));
    const first = this.lanes[0];
    for (const line of this.run.prints) {
      const known = this.lanes.some(one => one.kind !== 'loop' && one.name === line.who);
      if (known ? lane.kind !== 'loop' && line.who === lane.name : lane === first) {
        groups[1].append(s('path', {class: 'printed', d: `M${this.x(line.t)} ${y}l4 -6h-8z`}));
      }
    }
    if (lane === first && lane.kind === 'loop' && this.run.window >= this.run.duration) {
      const words = OVER[this.run.status] ?? 'stopped';
      const x = this.x(this.run.duration) + 8;
      if (x + wide(words) < this.width) groups[1].append(s('text', {x, y: y + BAR - 3, class: 'dim over'}, words));
    }
  }

  part(part, lane, y) {
    const a = this.x(part.t);
    const b = this.x(Math.min(part.until, this.all));
    const middle = y + BAR / 2;
    if (part.state === 'wait') return [s('path', {class: 'wait', d: `M${a} ${middle}H${b}`})];
    if (part.state === 'held') return [s('rect', {class: 'held', x: a - 1.25, y, width: Math.max(2.5, b - a), height: BAR})];
    if (part.state === 'thread') return [s('rect', {class: 'thread', x: a, y: y + BAR / 4, width: Math.max(2, b - a), height: BAR / 2})];
    if (part.state === 'ready' || part.state === 'unwoken') {
      const fill = part.state === 'ready' ? `url(#${this.id})` : 'none';
      return [s('rect', {class: part.state, x: a, y: y + 1.5, width: Math.max(2, b - a), height: BAR - 3, fill})];
    }
    const bar = s('rect', {class: 'block', x: a, y, width: Math.max(2, b - a - 0.7), height: BAR});
    const own = part.line && part.file ? `line ${part.line}` : '';
    const label = lane.kind === 'loop' ? part.who : own;
    if (!label || wide(label) + 8 > b - a) return [bar];
    return [bar, s('text', {class: 'on-block', x: (a + b) / 2, y: y + BAR - 3.5}, label)];
  }

  axis() {
    const step = niceStep(this.all, Math.max(2, (this.width - this.left) / 70));
    const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    const axis = s('g', {class: 'axis'}, s('path', {d: `M${this.left} ${this.bottom}H${this.width - RIGHT}`}));
    for (let n = 0; n * step <= this.all + 1e-9; n++) {
      const x = this.x(n * step);
      if (n && x > this.width - 16) break;
      axis.append(s('path', {d: `M${x} 0V${this.bottom + 3}`}),
        s('text', {x, y: this.bottom + 16}, `${(n * step).toFixed(digits)} s`));
    }
    return axis;
  }

  show() {
    if (!this.width) return;
    const x = this.x(this.clock.t);
    this.past.setAttribute('width', x + 1.5);
    this.head.setAttribute('d', `M${x} 0V${this.bottom + 3}`);
  }

  // The time under the pointer.
  under(event) {
    const box = this.svg.getBoundingClientRect();
    const share = (event.clientX - box.left - this.left) / (this.width - this.left - RIGHT);
    return Math.min(1, Math.max(0, share)) * this.all;
  }

  grab(event) {
    if (event.button) return;
    this.svg.setPointerCapture(event.pointerId);
    const move = moved => this.clock.jump(this.under(moved), false);
    const leave = () => {
      this.svg.removeEventListener('pointermove', move);
      this.clock.jump(this.clock.t);
    };
    this.svg.addEventListener('pointermove', move);
    this.svg.addEventListener('lostpointercapture', leave, {once: true});
    move(event);
  }

  hover(event) {
    const box = this.svg.getBoundingClientRect();
    const lane = this.lanes[Math.floor((event.clientY - box.top - TOP + 5) / ROW)];
    const t = this.under(event);
    const near = this.all / this.width * 3;
    const inside = event.clientX - box.left >= this.left;
    const hides = this.element.closest('.no-future') && t > this.clock.t;
    const words = lane && inside && !hides && event.pointerType === 'mouse' ? this.words(lane, t, near) : '';
    this.tip.hidden = !words;
    if (!words) return;
    this.tip.textContent = words;
    const x = event.clientX - box.left;
    this.tip.style.left = `${Math.max(0, Math.min(x + 12, box.width - this.tip.offsetWidth))}px`;
    this.tip.style.top = `${event.clientY - box.top + 16}px`;
  }

  words(lane, t, near) {
    const told = this.run.prints.filter(line => Math.abs(line.t - t) <= near && line.who === lane.name)
      .map(line => `${seconds(line.t)}: prints ${line.text}`);
    const parts = lane.segments.filter(part => goesOn(part, t)
      || (part.state === 'held' && part.t - near <= t && t <= part.until + near));
    parts.sort((a, b) => PAINT.indexOf(b.state) - PAINT.indexOf(a.state));
    for (const part of parts.slice(0, 1)) {
      const when = part.until > part.t ? `${seconds(part.t)} to ${seconds(part.until)}` : seconds(part.t);
      told.unshift([`${part.who}: ${this.run.words[part.state]}`, when, placeOf(part)].filter(Boolean).join(', '));
    }
    return told.join('\n');
  }
}

// A round number of seconds, of which at most so many fit in all.
function niceStep(all, most) {
  if (all <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(all / most));
  return [1, 2, 5, 10].map(n => n * power).find(step => step * most >= all * (1 - 1e-9));
}

