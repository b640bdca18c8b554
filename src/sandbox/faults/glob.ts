/** A pattern in which `*` stands for any text, also none. */
export type Glob = (text: string) => boolean;

export const ANYTHING: Glob = () => true;

export function glob(pattern: string): Glob {
  if (pattern === '*') return ANYTHING;
  const parts = pattern.split('*').map((part) => part.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`, 's');
  return (text) => expression.test(text);
}
