/** A switch of the query: anything but `0` and `false` turns it on. */
export function readSwitch(query: URLSearchParams, name: string): boolean {
  const text = query.get(name);
  return text !== null && text !== '0' && text.toLowerCase() !== 'false';
}
