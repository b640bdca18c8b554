import sliceAnsi from 'slice-ansi';
import { escapeTerminal } from '../escape.js';
import { widthOf } from '../width.js';

/** Stands where something was cut off. */
const CUT = '…';
/** Every character is as wide as every other one, and shown. */
const PLAIN = /^[\x20-\x7e]*$/;
/** What moves the cursor or turns the direction of writing, where only words belong. */
const CONTROLS = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu;

/** What somebody else has written, on one line. */
export function oneLine(text: string): string {
  return PLAIN.test(text) ? text : escapeTerminal(text).replaceAll(CONTROLS, ' ');
}

/** A text in at most so many columns. */
export function cut(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  if (columns <= 0) return '';
  const room = columns - 1;
  return (PLAIN.test(text) ? text.slice(0, room) : sliceAnsi(text, 0, room)) + CUT;
}

/** A text in just so many columns. */
export function pad(text: string, columns: number): string {
  const fitting = cut(text, columns);
  return fitting + ' '.repeat(Math.max(columns - widthOf(fitting), 0));
}
