// Predict first: code and lines in no order; what was printed comes only after an answer.

import {Code} from './code.js';
import {ask, complaint, h, speak} from './dom.js';
import {facts} from './facts.js';
import {seconds} from './model.js';
import {Order} from './order.js';
import {Stage} from './stage.js';

const place = document.getElementById('predict');
const {slug, script} = place.dataset;
const about = `script=${encodeURIComponent(script)}`;

function question({code, lines, more}) {
  const order = new Order(lines);
  const result = h('div', {class: 'result', tabindex: -1});
  const submit = h('button', {type: 'button', class: 'main', onclick: () => answer(order, submit, result)}, 'This is my prediction');
  place.replaceChildren(
    h('div', {class: 'asking'},
      h('section', {'aria-label': `Code of ${code.name}`}, h('h2', {}, code.name), new Code(code).element),
      h('section', {'aria-label': 'Your prediction'},
        h('h2', {}, more ? `The first ${lines.length} lines it prints` : `The ${lines.length} lines it prints`),
        h('p', {}, lines.length ? 'They are in no order. Put them in the order in which they are printed, with the buttons, with the arrow keys up and down, or by dragging.'
          : 'It prints nothing. Who holds the loop, and for how long?'),
        order.list, submit)),
    result);
}

async function answer(order, submit, result) {
  submit.disabled = true;
  try {
    reveal(order, await ask(`/api/lesson/${slug}/answer?${about}`, {order: order.lines}), result);
  } catch (error) {
    result.replaceChildren(complaint(error.message));
  }
  submit.disabled = false;
}

function reveal(order, told, result) {
  const wrong = told.places.filter(right => !right).length;
  const words = told.right ? 'Right: it prints them in this order.'
    : `Not quite: ${wrong} of ${told.places.length} lines stand in another place.`;
  const stage = new Stage();
  result.replaceChildren(
    h('h2', {class: told.right ? 'good' : 'bad'}, words),
    h('div', {class: 'both'}, comparison(order.lines, told), h('section', {'aria-label': 'Why'}, h('h3', {}, 'Why'), facts(told.run))),
    h('h2', {}, 'What happened'),
    stage.element,
    h('p', {class: 'ways'},
      told.following ? h('a', {class: 'button', href: `/lesson/${slug}/predict?script=${encodeURIComponent(told.following)}`}, `Predict ${told.following}.py`) : null,
      h('a', {class: 'button', href: `/lesson/${slug}`}, 'Compare them, and read why')));
  stage.show([told], 0);
  result.focus();
  speak(words);
}

// Mine beside what was printed, place by place.
function comparison(mine, told) {
  const rows = told.places.map((right, n) => h('tr', {class: right ? 'good' : 'bad'},
    h('td', {class: 'mark'}, h('span', {'aria-hidden': 'true'}, right ? '✓' : '✗'), h('span', {class: 'unseen'}, right ? 'right' : 'wrong')),
    h('td', {}, h('code', {}, mine[n])),
    h('td', {}, h('time', {}, seconds(told.run.prints[n].t)), ' ', h('code', {}, told.run.prints[n].text))));
  return h('div', {class: 'wide'}, h('table', {class: 'comparison'},
    h('caption', {class: 'unseen'}, 'Your order beside what was printed'),
    h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, h('span', {class: 'unseen'}, 'Right or wrong')), h('th', {scope: 'col'}, 'You said'), h('th', {scope: 'col'}, 'It printed'))),
    h('tbody', {}, ...rows)));
}

try {
  question(await ask(`/api/lesson/${slug}/question?${about}`));
} catch (error) {
  place.replaceChildren(complaint(error.message));
}
