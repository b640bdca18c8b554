/** What a request line asks for. */
export interface Target {
  /** As it was sent: escaped, with every slash. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Host and port before the path, as clients send them to proxies. */
const ORIGIN = /^https?:\/\/[^/?]*/i;

/**
 * Reads the target of a request; nothing if its path is no text that was escaped. No URL is made of it: that would take
 * `//x` for a host, and clean up paths that a server tells apart.
 */
export function readTarget(target: string): Target | undefined {
  const [, path = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(target.replace(ORIGIN, '')) ?? [];
  return isEscaped(path) ? { path: path === '' ? '/' : path, query: new URLSearchParams(query) } : undefined;
}

function isEscaped(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
