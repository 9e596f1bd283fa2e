// Runs beside each other in step: one clock, one scale, one bar of controls.

import {Clock} from './clock.js';
import {controls} from './controls.js';
import {h} from './dom.js';
import {legend, tables} from './facts.js';
import {momentsOf, scaleOf} from './model.js';
import {Panel} from './panel.js';

export class Stage {
  // choices: a function from the place of a run to what stands in its heading.
  constructor(choices = () => null) {
    this.choices = choices;
    this.runs = [];
    this.clock = new Clock(0, [0]);
    this.future = h('input', {type: 'checkbox', id: 'future', checked: true,
      onchange: () => this.element.classList.toggle('no-future', !this.future.checked)});
    this.panels = h('div', {class: 'panels'});
    this.below = h('div', {});
    this.element = h('div', {class: 'stage'},
      controls(this.clock, () => this.runs),
      this.panels,
      h('label', {class: 'check', for: 'future'}, this.future, 'Show what is to come'),
      this.below);
  }

  // Shows these runs, each {run, code}, from the moment at which the clock stands.
  show(told, t = this.clock.t) {
    this.runs = told.map(one => one.run);
    this.clock.listeners.length = 1; // the bar stays, the old panels go
    this.clock.over(scaleOf(this.runs), momentsOf(this.runs));
    const panels = told.map((one, n) => new Panel(one, this.clock, () => this.clock.total, this.choices(n)));
    this.panels.classList.toggle('single', told.length === 1);
    this.panels.replaceChildren(...panels.map(panel => panel.element));
    this.below.replaceChildren(legend(this.runs), tables(this.runs));
    // Before anybody has moved, the whole picture is there to be looked at.
    this.clock.listen(clock => this.element.classList.toggle('untouched', clock.t === 0 && !clock.playing));
    this.clock.set(t);
  }
}
