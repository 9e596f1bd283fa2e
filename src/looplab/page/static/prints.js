// What was printed until now, each line with its time.

import {h} from './dom.js';
import {isPrinted, seconds} from './model.js';

// Of more lines than these only the latest are shown.
const MOST = 60;

export class Prints {
  constructor(run) {
    this.run = run;
    this.shown = -1;
    this.list = h('ol', {class: 'prints', 'aria-label': `What ${run.title} has printed`});
    // Room for all lines from the start: nothing below jumps when one is added.
    this.list.style.minHeight = `${Math.min(MOST, run.prints.length) * 1.45 + 0.3}em`;
    this.element = h('div', {class: 'output'}, h('h3', {}, 'Printed'), this.list);
  }

  show(t) {
    const lines = this.run.prints.filter(line => isPrinted(line, t));
    if (lines.length === this.shown) return;
    this.shown = lines.length;
    this.list.replaceChildren(...lines.slice(-MOST).map(entry));
  }
}

export const entry = line => h('li', {}, h('time', {}, seconds(line.t)), h('span', {}, line.text || ' '));
