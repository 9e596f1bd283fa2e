// A room: what comes over the line goes into the log, what is typed goes over the line.

import {Line} from "./line.js";
import {Log} from "./log.js";

const {name: me, room} = document.body.dataset;
const [form, text, send, state, refused] =
  ["say", "text", "send", "state", "refused"].map(id => document.getElementById(id));
const log = new Log(document.getElementById("log"), document.getElementById("newest"), me);
let last = "";

const told = {
  text: message => log.text(message),
  history: message => log.history(message.texts),
  came: message => log.notice(message.name === me ? "You are here." : `${message.name} has come.`),
  went: message => log.notice(`${message.name} has left${message.why ? `: ${message.why}` : ""}.`),
  gap: () => log.notice("The servers have lost each other for a while. Messages may be missing."),
  refused: message => {
    refused.textContent = message.why;
    if (!text.value) text.value = last; // for another try
  },
};

const line = new Line(
  `/room/${room}/socket`,
  message => told[message.kind]?.(message),
  (kind, words) => {
    state.className = `state ${kind}`;
    state.textContent = words;
    send.disabled = kind !== "open";
  },
);

form.addEventListener("submit", event => {
  event.preventDefault();
  refused.textContent = "";
  if (!text.value.trim()) return;
  if (!line.isOpen) {
    refused.textContent = "Not sent: there is no connection now.";
    return;
  }
  last = text.value;
  line.send({text: last});
  text.value = "";
  text.focus();
});

text.addEventListener("keydown", event => {
  // isComposing: Enter also ends the choice of a Japanese or Chinese character.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});
