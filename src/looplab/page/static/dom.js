// Makes elements. Text is always set as text: nothing that a program printed becomes HTML.

const SVG = 'http://www.w3.org/2000/svg';

function made(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

// An HTML element, e.g. h('p', {class: 'now'}, 'text'); an attribute onclick is a listener.
export const h = (name, attributes = {}, ...children) =>
  made(document.createElement(name), attributes, children);

// The same for SVG.
export const s = (name, attributes = {}, ...children) =>
  made(document.createElementNS(SVG, name), attributes, children);

// What the server says to a question, or to what it is told. Throws an Error in words.
export async function ask(address, told) {
  let answer;
  try {
    answer = await fetch(address, told === undefined ? {} : {
      method: 'POST',
      headers: {'Content-Type': 'application/json'},
      body: JSON.stringify(told),
    });
  } catch {
    throw new Error('The server of this page does not answer. Is looplab serve still running?');
  }
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(data.words ?? 'The server of this page made a mistake.');
  return data;
}

// The address of a WebSocket of this server.
export const socketAddress = path => `ws://${location.host}${path}`;

// Says a sentence to who listens with a screen reader.
export function speak(words) {
  document.getElementById('spoken').textContent = words;
}

// Words in which `backticks` mark code.
export const withCode = words => words.split(/`([^`]+)`/).map((part, n) => (n % 2 ? h('code', {}, part) : part));

// A sentence in place of what could not be shown.
export const complaint = words => h('p', {class: 'complaint', role: 'alert'}, words);
