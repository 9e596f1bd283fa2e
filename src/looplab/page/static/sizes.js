// What the picture of a run that is over and of one that goes on have alike: sizes in pixels, the
// order of painting, and names cut to the room that there is.

import {s} from './dom.js';

export const ROW = 25;
export const BAR = 15;
export const TOP = 8; // room above a bar, for the marks of printed lines
export const AXIS = 22;
export const MOST_LANES = 20;
// From the least to the most important: what comes later is painted over what came before.
export const PAINT = ['wait', 'thread', 'unwoken', 'ready', 'held', 'block'];

const pen = document.createElement('canvas').getContext('2d');

export function wide(text) {
  pen.font = '12px system-ui, sans-serif';
  return pen.measureText(text).width;
}

// A name in this many pixels; a number at its end survives the cut.
export function fit(name, width) {
  if (wide(name) <= width) return name;
  const number = name.match(/( #\d+)?$/)[0];
  let rest = name.slice(0, name.length - number.length);
  while (rest && wide(`${rest}…${number}`) > width) rest = rest.slice(0, -1);
  return `${rest}…${number}`;
}

// The stripes of who is ready while the loop is taken; each picture has its own, by this id.
export const stripes = id => s('pattern', {id, width: 6, height: 6, patternUnits: 'userSpaceOnUse',
  patternTransform: 'rotate(45)'}, s('rect', {width: 3, height: 6, class: 'hatch'}));
