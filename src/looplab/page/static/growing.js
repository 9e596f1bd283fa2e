// The picture of a run that goes on. What is over is kept as spans, at most as many as there are
// pixels, and drawn as one path for each state of a lane: neither memory nor elements grow with it.

import {s} from './dom.js';
import {AXIS, BAR, MOST_LANES, PAINT, ROW, TOP, fit, stripes, wide} from './sizes.js';

const RIGHT = 44; // room for the word behind the present
const MOST_LABELS = 12;
const isLoop = name => /^(THE LOOP|LOOP \d+)$/.test(name);

let made = 0;

// One row: the spans of each state, in order, none closer to the next than a pixel can show.
class Lane {
  constructor(name) {
    this.name = name;
    this.spans = Object.fromEntries(PAINT.map(state => [state, []]));
    this.prints = [];
    this.dirty = new Set(PAINT);
    this.open = [];
    this.latest = Object.fromEntries(PAINT.map(state => [state, -1]));
    this.forget();
  }

  // The path of all spans but the last: they do not change any more, until the scale does.
  forget() { this.drawn = Object.fromEntries(PAINT.map(state => [state, {count: 0, d: ''}])); }

  get calm() {
    return !this.prints.length && ['block', 'ready', 'unwoken', 'thread'].every(state =>
      !this.spans[state].length && !this.open.some(part => part.state === state));
  }

  add(state, t, until, label, pixel) {
    const spans = this.spans[state];
    const last = spans.at(-1);
    this.dirty.add(state);
    if (t < this.latest[state]) this.drawn[state] = {count: 0, d: ''}; // it came late: all anew
    this.latest[state] = t;
    // Two long bars stay two, also where they touch.
    const small = until - t < 2 * pixel || (last && last.until - last.t < 2 * pixel);
    if (last && small && t >= last.t && t - last.until < pixel) {
      last.until = Math.max(last.until, until);
      if (!last.label) last.label = label;
    } else spans.push({t, until, label});
  }

  // Another scale: what fell on two pixels falls on one now.
  merge(pixel) {
    for (const state of PAINT) {
      const old = this.spans[state].sort((a, b) => a.t - b.t);
      this.spans[state] = [];
      this.latest[state] = -1;
      for (const span of old) this.add(state, span.t, span.until, span.label, pixel);
      this.dirty.add(state);
    }
    let last = -Infinity;
    this.prints = this.prints.filter(t => t - last >= pixel && (last = t, true));
  }
}

export class Growing {
  constructor(title) {
    this.id = `growing-${++made}`;
    this.title = title;
    this.lanes = new Map();
    this.hidden = new Set();
    this.scale = 2;
    this.width = 0;
    this.svg = s('svg', {class: 'timeline growing', role: 'img', 'aria-label': `${title}, as it runs`});
    this.laidOut = false;
    new ResizeObserver(() => { this.laidOut = false; }).observe(this.svg);
  }

  get pixel() { return this.scale / Math.max(200, this.width - (this.left ?? 90) - RIGHT); }

  lane(name) {
    if (!this.lanes.has(name)) {
      if (this.lanes.size > MOST_LANES && !isLoop(name)) {
        this.laidOut = this.laidOut && this.hidden.has(name);
        if (this.hidden.size < 1e5) this.hidden.add(name);
        return null;
      }
      this.lanes.set(name, new Lane(name));
      this.laidOut = false;
    }
    return this.lanes.get(name);
  }

  add(name, state, t, until, label) {
    const lane = this.lane(name);
    if (!lane) return;
    const calm = lane.calm;
    lane.add(state, t, until, label, this.pixel);
    if (lane.spans[state].length > 4000) {
      lane.merge(this.pixel);
      lane.forget();
    }
    if (lane.name === 'main' && calm !== lane.calm) this.laidOut = false;
  }

  print(who, t) {
    const lane = this.lanes.get(who) ?? this.lanes.values().next().value;
    if (!lane) return;
    if (lane.calm && lane.name === 'main') this.laidOut = false;
    if (!(t - lane.prints.at(-1) < this.pixel)) lane.prints.push(t);
    lane.dirty.add('printed');
  }

  // What goes on at the moment: [{lane, state, t, until, label}].
  goesOn(parts) {
    for (const lane of this.lanes.values()) lane.open = [];
    for (const part of parts) this.lane(part.lane)?.open.push(part);
  }

  // Everything anew, from the whole run.
  clear() {
    for (const lane of this.lanes.values()) {
      for (const state of PAINT) {
        lane.spans[state] = [];
        lane.latest[state] = -1;
      }
      lane.forget();
      lane.open = [];
      PAINT.forEach(state => lane.dirty.add(state));
    }
    this.laidOut = false;
  }

  rescale(scale) {
    if (scale === this.scale) return;
    this.scale = scale;
    for (const lane of this.lanes.values()) {
      lane.merge(this.pixel);
      lane.forget();
    }
    this.laidOut = false;
  }

  // A main() that only starts the others is no lane, as in all pictures.
  get shown() {
    const all = [...this.lanes.values()].sort((a, b) => isLoop(b.name) - isLoop(a.name));
    const rest = all.filter(lane => lane.name !== 'main' || !lane.calm);
    return rest.some(lane => !isLoop(lane.name)) ? rest : all;
  }

  x(t) { return this.left + Math.min(1, t / this.scale) * (this.width - this.left - RIGHT); }

  layOut() {
    const width = Math.round(this.svg.clientWidth);
    if (!width) return;
    this.width = width;
    this.laidOut = true;
    const lanes = this.shown;
    this.left = Math.min(width * 0.3, Math.max(62, ...lanes.map(lane => wide(lane.name) * 1.06))) + 10;
    const height = (Math.max(1, lanes.length) + (this.hidden.size > 0)) * ROW + TOP + AXIS;
    this.bottom = height - AXIS;
    this.head = s('path', {class: 'head'});
    this.word = s('text', {class: 'dim over', y: TOP + BAR - 3});
    const rows = lanes.map((lane, n) => this.row(lane, TOP + n * ROW));
    if (this.hidden.size) {
      const y = TOP + lanes.length * ROW + BAR - 3;
      rows.push(s('text', {x: this.left, y, class: 'dim'}, `and ${this.hidden.size} more`));
    }
    this.svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    this.svg.setAttribute('height', height);
    this.svg.replaceChildren(
      s('defs', {}, stripes(this.id)), this.axis(), ...rows, this.head, this.word);
  }

  row(lane, y) {
    lane.y = y;
    lane.paths = {};
    lane.forget();
    const hatch = {fill: `url(#${this.id})`};
    const group = s('g', {}, s('text', {x: this.left - 8, y: y + BAR - 3, class: `name${isLoop(lane.name) ? ' loop' : ''}`},
      fit(lane.name, this.left - 10), s('title', {}, lane.name)));
    for (const state of PAINT) {
      lane.paths[state] = s('path', {class: state, ...(state === 'ready' ? hatch : {})});
      lane.paths[`open-${state}`] = s('path', {class: state, ...(state === 'ready' ? hatch : {})});
      group.append(lane.paths[state], lane.paths[`open-${state}`]);
      lane.dirty.add(state);
    }
    lane.paths.printed = s('path', {class: 'printed'});
    lane.labels = s('g', {});
    lane.dirty.add('printed');
    group.append(lane.labels, lane.paths.printed);
    return group;
  }

  axis() {
    const step = [0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500].find(n => (this.width - this.left) / (this.scale / n) >= 60) ?? this.scale / 4;
    const axis = s('g', {class: 'axis'}, s('path', {d: `M${this.left} ${this.bottom}H${this.width - RIGHT}`}));
    for (let n = 0; n * step <= this.scale + 1e-9; n++) {
      const x = this.x(n * step);
      axis.append(s('path', {d: `M${x} 0V${this.bottom + 3}`}),
        s('text', {x, y: this.bottom + 16}, `${(n * step).toFixed(step < 1 ? 1 : 0)} s`));
    }
    return axis;
  }

  shape(state, a, b, y) {
    const f = n => n.toFixed(1);
    if (state === 'wait') return `M${f(a)} ${y + BAR / 2}H${f(b)}`;
    const [top, high, least, back] = {block: [0, BAR, 2, 0.7], held: [0, BAR, 2.5, 0],
      ready: [1.5, BAR - 3, 2, 0], unwoken: [1.5, BAR - 3, 2, 0], thread: [BAR / 4, BAR / 2, 2, 0]}[state];
    const from = state === 'held' && b - a < least ? a - 1.25 : a;
    return `M${f(from)} ${y + top}h${f(Math.max(least, b - a - back))}v${high}H${f(from)}z`;
  }

  path(lane, state) {
    const spans = lane.spans[state];
    const drawn = lane.drawn[state];
    const shape = span => this.shape(state, this.x(span.t), this.x(span.until), lane.y);
    for (; drawn.count < spans.length - 1; drawn.count += 1) drawn.d += shape(spans[drawn.count]);
    return spans.length ? drawn.d + shape(spans.at(-1)) : '';
  }

  // What has changed since the last time.
  paint() {
    if (!this.laidOut) this.layOut();
    if (!this.width) return;
    for (const lane of this.lanes.values()) {
      if (!lane.dirty.size || !lane.paths || !lane.paths.block.isConnected) continue;
      for (const state of PAINT) {
        if (!lane.dirty.has(state)) continue;
        lane.paths[state].setAttribute('d', this.path(lane, state));
      }
      if (lane.dirty.has('printed')) {
        lane.paths.printed.setAttribute('d', lane.prints.map(t => `M${this.x(t).toFixed(1)} ${lane.y}l4 -6h-8z`).join(''));
      }
      if (lane.dirty.has('block')) {
        const fits = lane.spans.block.filter(span => span.label && this.x(span.until) - this.x(span.t) > wide(span.label) + 8);
        lane.labels.replaceChildren(...fits.slice(-MOST_LABELS).map(span =>
          s('text', {class: 'label', x: (this.x(span.t) + this.x(span.until)) / 2, y: lane.y + BAR - 3.5}, span.label)));
      }
      lane.dirty.clear();
    }
  }

  // The present: what goes on reaches it, in every frame.
  present(t, word) {
    if (!this.laidOut || !this.width) return;
    const x = this.x(t);
    for (const lane of this.lanes.values()) {
      if (!lane.paths) continue;
      for (const state of PAINT) {
        const part = lane.open.find(one => one.state === state);
        const until = part && (state === 'wait' && part.until > part.t ? Math.min(part.until, t) : t);
        const shown = part && !(state === 'block' && t - part.t < 0.1);
        const d = shown ? this.shape(state, this.x(part.t), Math.max(this.x(part.t), this.x(until)), lane.y) : '';
        const path = lane.paths[`open-${state}`];
        if (path.shown !== d) path.setAttribute('d', d);
        path.shown = d;
      }
    }
    this.head.setAttribute('d', `M${x} 0V${this.bottom + 3}`);
    this.word.setAttribute('x', x + 6);
    if (this.word.textContent !== word) this.word.textContent = word;
  }
}
