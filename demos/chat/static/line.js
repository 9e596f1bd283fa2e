// The line to the server: opened again when it is lost, later each time, and never by all at once.

const POLICY = 1008;
const FIRST = 500, LONGEST = 30_000; // milliseconds

export class Line {
  // `tell` gets each message, `show` a state: "open", "waits", "lost" or "out", with words for it.
  constructor(path, tell, show) {
    this.address = `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;
    this.tell = tell;
    this.show = show;
    this.failures = 0;
    addEventListener("online", () => this.hurry());
    addEventListener("pageshow", () => this.hurry());
    this.connect();
  }

  get isOpen() {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(message) {
    this.socket.send(JSON.stringify(message));
  }

  connect() {
    const socket = this.socket = new WebSocket(this.address);
    let opened = false;
    clearTimeout(this.timer);
    this.timer = undefined;
    socket.addEventListener("open", () => {
      opened = true;
      this.show("open", "Connected");
    });
    socket.addEventListener("message", event => {
      this.failures = 0; // open is not enough: a full room is opened, and closed at once
      this.tell(JSON.parse(event.data));
    });
    socket.addEventListener("close", event => this.closed(event, opened));
  }

  async closed(event, opened) {
    if (event.code === POLICY) {
      this.show("lost", `The server has hung up: ${event.reason}. Reload the page to come back.`);
      return;
    }
    // A refused WebSocket does not say why: the browser keeps the 401 for itself.
    if (!opened && await this.isLoggedOut()) {
      this.show("out", "You are logged out. Reload the page to log in again.");
      return;
    }
    const reason = event.reason ? ` (${event.reason})` : "";
    this.show("lost", `The connection is lost${reason}. It will be tried again.`);
    // Jitter: after a restart of the server all the pages would come back at the same moment.
    const most = Math.min(LONGEST, FIRST * 2 ** this.failures++);
    this.timer = setTimeout(() => this.connect(), most * (0.5 + Math.random() / 2));
  }

  hurry() {
    if (this.timer !== undefined) this.connect();
  }

  async isLoggedOut() {
    try {
      const answer = await fetch("/me");
      return answer.ok && (await answer.json()).name === null;
    } catch {
      return false; // the server is not there at all
    }
  }
}
