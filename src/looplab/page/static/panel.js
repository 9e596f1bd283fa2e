// One run: its picture, the sentence for this moment, the code, and what was printed.

import {Code} from './code.js';
import {h} from './dom.js';
import {facts} from './facts.js';
import {seconds, sentence} from './model.js';
import {Picture} from './picture.js';
import {Prints} from './prints.js';

// How long it took; of a run that would go on for ever, how much of it is drawn.
const total = run => (run.window < run.duration
  ? `the first ${seconds(run.window)} of ${seconds(run.duration)}`
  : run.totals.split(',')[0]);

export class Panel {
  // told: {run, code}; choice: what stands in the heading for the title, e.g. a selector.
  constructor({run, code}, clock, scale, choice = null) {
    this.run = run;
    this.picture = new Picture(run, clock, scale);
    this.code = new Code(code);
    this.prints = new Prints(run);
    this.now = h('p', {class: 'now'});
    this.element = h('section', {class: 'panel', 'aria-label': run.title},
      h('h2', {}, choice ?? h('span', {}, run.title), h('span', {class: 'total'}, total(run))),
      code.says ? h('p', {class: 'says'}, code.says) : null,
      this.picture.element, this.now, this.code.element, this.prints.element, facts(run));
    clock.listen(() => this.show(clock.t));
  }

  show(t) {
    const words = sentence(this.run, t);
    if (this.now.textContent !== words) {
      this.now.textContent = words;
      this.now.classList.toggle('taken', / holds the /.test(words));
    }
    this.picture.show();
    this.code.show(this.run, t);
    this.prints.show(t);
  }
}
