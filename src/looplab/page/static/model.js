// Questions about a run at one moment. A run is what looplab.timeline.data makes of it.

const EQUAL = 1e-9;

// A time with its unit, as in all other pictures: a third decimal where it says something.
export function seconds(t) {
  if (t > 0 && t < 0.0005) return '<0.001 s';
  return `${t.toFixed(3).replace(/0$/, '')} s`;
}

// The scale that runs share: as long as the longest of them.
export const scaleOf = runs => Math.max(0, ...runs.map(run => run.window));

// All moments at which something begins, ends or is printed in any of the runs.
export function momentsOf(runs) {
  const times = [0];
  for (const run of runs) {
    const add = t => { if (t <= run.window + EQUAL) times.push(t); };
    for (const lane of run.lanes) for (const part of lane.segments) { add(part.t); add(part.until); }
    for (const line of run.prints) add(line.t);
    add(run.window);
  }
  // Sums of floats: 0.1 + 0.2 and 0.3 are one moment.
  return times.sort((a, b) => a - b).filter((t, n) => n === 0 || t - times[n - 1] > EQUAL);
}

// Whether a segment is going on at t; one without any length is, at its own moment.
export const goesOn = (part, t) =>
  part.t <= t + EQUAL && (t < part.until - EQUAL || (part.until - part.t < EQUAL && part.t > t - EQUAL));

export const isPrinted = (line, t) => line.t <= t + EQUAL;

// Where a segment happened, as in all sentences.
export const placeOf = part => (part.file ? `${part.file}:${part.line}` : '');

const actors = run => run.lanes.filter(lane => lane.kind !== 'loop');

// Who is in which state at t, in the order of the lanes: {block: [segments], ready: ...}.
export function statesAt(run, t) {
  const found = {block: [], held: [], ready: [], unwoken: [], thread: [], wait: []};
  for (const lane of actors(run)) {
    for (const part of lane.segments) if (goesOn(part, t)) found[part.state].push(part);
  }
  return found;
}

const some = parts => {
  const names = [...new Set(parts.map(part => part.who))];
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
};

const theLoop = run => (run.loop_ran ? 'the loop' : 'the main thread');
const isOver = (run, t) => t >= run.window - EQUAL;

// What is to be said of a run at t in a few words, for a slider.
export function phrase(run, t) {
  const {block} = statesAt(run, t);
  if (isOver(run, t)) return ended(run).toLowerCase();
  return block.length ? `${some(block)} holds ${theLoop(run)}` : `${theLoop(run)} is free`;
}

function ended(run) {
  if (run.window < run.duration - EQUAL) return 'And so on';
  if (run.holder) return `${run.holder} holds ${theLoop(run)} for ever`;
  return {finished: 'Finished', idle: 'Only servers are left', error: 'Ended with an error',
    deadlock: 'Deadlock: everybody waits'}[run.status] ?? 'It was stopped';
}

// The sentences for this moment.
export function sentence(run, t) {
  const now = statesAt(run, t);
  const over = isOver(run, t);
  const told = [];
  for (const part of over ? [] : now.block) {
    const place = placeOf(part);
    told.push(`${part.who} holds ${theLoop(run)}${place ? ` at ${place}` : ''}.`);
  }
  if (over) told.push(run.duration ? `${ended(run)}.` : `${ended(run)}: all of it at one moment of the clock.`);
  else if (!now.block.length) {
    const free = run.loop_ran ? 'The loop is free' : 'The main thread is free';
    told.push(now.held.length ? `Short turn: ${some(now.held)}.` : `${free}.`);
  }
  if (over && !now.wait.length) return told.join(' ');
  if (now.ready.length) told.push(`Ready, but ${theLoop(run)} is taken: ${some(now.ready)}.`);
  if (now.unwoken.length) told.push(`Ready, but nobody woke ${theLoop(run)}: ${some(now.unwoken)}.`);
  if (now.thread.length) told.push(`Busy in a thread or process: ${some(now.thread)}.`);
  // Who has had a turn at this very moment, and waits from it on, is named once.
  const ran = new Set((over ? [] : now.held).map(part => part.who));
  const waiting = now.wait.filter(part => !ran.has(part.who));
  if (waiting.length) told.push(`Waiting: ${some(waiting)}.`);
  return told.join(' ');
}

// The lines of this file on which somebody is at t: a Map of line to {state, who}.
export function linesAt(run, file, t) {
  const lines = new Map();
  const now = statesAt(run, t);
  for (const state of ['wait', 'thread', 'held', 'block']) {
    if (state !== 'wait' && isOver(run, t)) break;
    for (const part of now[state]) {
      if (part.file !== file || !part.line) continue;
      const before = lines.get(part.line)?.who ?? [];
      lines.set(part.line, {state, who: [...new Set([...before, part.who])]});
    }
  }
  return lines;
}
