// The code of a script, with the lines marked on which somebody is.

import {h} from './dom.js';
import {linesAt} from './model.js';

const WORDS = {block: 'holds', held: 'runs', thread: 'busy', wait: 'waits'};

export class Code {
  // code: {name, first, lines}, each line a list of [class, text].
  constructor(code) {
    this.name = code.name;
    this.lines = new Map();
    this.marked = [];
    const rows = code.lines.map((pieces, n) => {
      const who = h('span', {class: 'who'});
      const text = h('code', {}, ...pieces.map(([kind, text]) => (kind ? h('span', {class: kind}, text) : text)));
      const row = h('span', {class: 'line'}, h('span', {class: 'number', 'aria-hidden': 'true'}, String(code.first + n)), text, who);
      this.lines.set(code.first + n, {row, who});
      return row;
    });
    this.element = h('pre', {class: 'code', tabindex: 0, role: 'region', 'aria-label': `Code of ${code.name}`}, ...rows);
  }

  show(run, t) {
    for (const {row, who} of this.marked) {
      row.className = 'line';
      row.removeAttribute('aria-current');
      who.textContent = '';
    }
    this.marked = [];
    for (const [number, {state, who}] of linesAt(run, this.name, t)) {
      const line = this.lines.get(number);
      if (!line) continue;
      line.row.className = `line on ${state}`;
      line.row.setAttribute('aria-current', 'true');
      const some = who.length > 3 ? `${who.slice(0, 2).join(', ')} +${who.length - 2}` : who.join(', ');
      const verb = who.length > 1 ? WORDS[state].replace(/s$/, '') : WORDS[state];
      line.who.replaceChildren(some, h('span', {class: 'verb'}, ` ${verb}`));
      this.marked.push({...line, state});
    }
    this.follow();
  }

  // Keeps the most important marked line in sight, inside the box; the page itself stays still.
  follow() {
    const line = this.marked.find(mark => mark.state === 'block') ?? this.marked[0];
    if (!line) return;
    const box = this.element;
    const top = line.row.offsetTop - box.offsetTop;
    const bottom = top + line.row.offsetHeight;
    if (top < box.scrollTop) box.scrollTop = top - 30;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight + 30;
  }
}
