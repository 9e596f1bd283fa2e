// Lines to be put in order: with buttons, with keys, or by dragging.

import {h, speak} from './dom.js';

export class Order {
  constructor(lines) {
    this.list = h('ol', {class: 'order', 'aria-label': 'The lines, in the order that you expect', 'data-keys': true});
    this.list.append(...lines.map(text => this.item(text)));
    this.list.addEventListener('dragover', event => this.drag(event));
    this.refresh();
  }

  get lines() {
    return [...this.list.children].map(item => item.dataset.text);
  }

  item(text) {
    const words = text.trim() || 'an empty line';
    const up = h('button', {type: 'button', class: 'up', 'aria-label': `Move up: ${words}`, onclick: () => this.move(item, -1, up)}, '▲');
    const down = h('button', {type: 'button', class: 'down', 'aria-label': `Move down: ${words}`, onclick: () => this.move(item, 1, down)}, '▼');
    const item = h('li', {tabindex: 0, draggable: 'true',
      onkeydown: event => this.key(event, item),
      ondragstart: event => { this.dragged = item; event.dataTransfer.effectAllowed = 'move'; },
      ondragend: () => { this.dragged = null; this.refresh(); }},
    h('code', {}, text || ' '), h('span', {class: 'movers'}, up, down));
    item.dataset.text = text;
    return item;
  }

  key(event, item) {
    const step = {ArrowUp: -1, ArrowDown: 1}[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.move(item, step, event.target);
  }

  // Moves an item by one place; the focus stays with it.
  move(item, step, focus) {
    const other = step < 0 ? item.previousElementSibling : item.nextElementSibling;
    if (other) step < 0 ? other.before(item) : other.after(item);
    this.refresh();
    (focus.disabled ? item : focus).focus();
    const items = [...this.list.children];
    speak(`${item.dataset.text}: now ${items.indexOf(item) + 1} of ${items.length}`);
  }

  drag(event) {
    if (!this.dragged) return;
    event.preventDefault();
    const over = event.target.closest('li');
    if (!over || over === this.dragged) return;
    const box = over.getBoundingClientRect();
    event.clientY < box.top + box.height / 2 ? over.before(this.dragged) : over.after(this.dragged);
  }

  refresh() {
    const items = [...this.list.children];
    items.forEach((item, n) => {
      item.querySelector('.up').disabled = n === 0;
      item.querySelector('.down').disabled = n === items.length - 1;
    });
  }
}
