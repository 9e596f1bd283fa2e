// The moment that all pictures of a page show, and how it moves.

// Real seconds that a whole run takes to play, at least and at most.
const SHORTEST = 4;
const LONGEST = 20;

export const movesLess = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

export class Clock {
  constructor(total, moments) {
    this.listeners = [];
    this.t = 0;
    this.playing = false;
    this.over(total, moments);
  }

  // Other runs are shown from now on.
  over(total, moments) {
    this.total = total;
    this.moments = moments;
    this.t = Math.min(this.t, total);
  }

  // hear(clock, settled): settled is false while the time flows by.
  listen(hear) {
    this.listeners.push(hear);
    hear(this, true);
  }

  set(t, settled = true) {
    this.t = Math.min(this.total, Math.max(0, Number.isFinite(t) ? t : 0));
    for (const hear of this.listeners) hear(this, settled);
  }

  // Stops, and goes to the next event of any run, or to the one before.
  step(direction) {
    this.playing = false;
    const near = 1e-8;
    const to = direction > 0
      ? this.moments.find(moment => moment > this.t + near) ?? this.total
      : this.moments.findLast(moment => moment < this.t - near) ?? 0;
    this.set(to);
  }

  // Stops, and goes to this moment.
  jump(t, settled = true) {
    this.playing = false;
    this.set(t, settled);
  }

  // Where people prefer less motion, to play is to step.
  toggle() {
    if (movesLess()) this.step(1);
    else if (this.playing) this.pause();
    else this.play();
  }

  pause() {
    this.playing = false;
    this.set(this.t);
  }

  play() {
    const from = this.t >= this.total ? 0 : this.t;
    const speed = this.total / Math.min(LONGEST, Math.max(SHORTEST, this.total));
    const begun = performance.now();
    const run = this.playing = {};
    this.set(from, false);
    const tick = now => {
      if (this.playing !== run) return;
      const t = from + Math.max(0, now - begun) / 1000 * speed;
      if (t >= this.total) this.playing = false;
      this.set(t, !this.playing);
      if (this.playing) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  }
}
