import stringWidth from 'string-width';

/** Every character is as wide as every other one, and shown. */
const PLAIN = /^[\x20-\x7e]*$/;

/** How many columns of a terminal a text takes, colours left aside. */
export function widthOf(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}
