// What is said, on the page. A text is put in as a text: nothing in it is ever read as HTML.

const MOST = 500; // a page that is open for a week has a bound, too
const IN_ONE_GO = 120; // seconds

const clock = new Intl.DateTimeFormat(undefined, {hour: "2-digit", minute: "2-digit"});

export class Log {
  constructor(list, newest, me) {
    this.list = list;
    this.newest = newest;
    this.me = me;
    this.shown = new Set();
    list.addEventListener("scroll", () => { if (this.atEnd()) newest.hidden = true; });
    newest.addEventListener("click", () => { this.toEnd(); list.focus(); });
  }

  // The same text can come twice: before the line was lost, and in the history after it.
  text(message) {
    // One head for what somebody says in one go; a screen reader still gets each.
    const before = this.list.lastElementChild?.dataset ?? {};
    const again = before.name === message.name && message.at - before.at < IN_ONE_GO;
    const key = `${message.at} ${message.name} ${message.text}`;
    if (this.shown.has(key)) return;
    this.shown.add(key);
    const when = new Date(message.at * 1000);
    const time = made("time", "", clock.format(when));
    time.dateTime = when.toISOString();
    const head = made("div", again ? "head unseen" : "head");
    head.append(made("b", "", message.name), time);
    const item = made("li", message.name === this.me ? "mine" : "");
    Object.assign(item.dataset, {key, name: message.name, at: message.at});
    item.append(head, made("div", "text", message.text));
    this.add(item, message.name === this.me);
  }

  notice(words) {
    this.add(made("li", "notice", words), false);
  }

  // Not read aloud: of fifty old messages none is news.
  history(texts) {
    this.list.ariaLive = "off";
    texts.forEach(message => this.text(message));
    this.toEnd();
    setTimeout(() => { this.list.ariaLive = "polite"; }, 500);
  }

  add(item, follow) {
    const end = follow || this.atEnd();
    this.list.append(item);
    while (this.list.children.length > MOST) {
      this.shown.delete(this.list.firstChild.dataset.key);
      this.list.firstChild.remove();
    }
    if (end) this.toEnd();
    else this.newest.hidden = false;
  }

  atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 40;
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight;
    this.newest.hidden = true;
  }
}

function made(tag, name, words) {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (words !== undefined) element.textContent = words;
  return element;
}
