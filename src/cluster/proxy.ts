import { BlockList, isIP } from 'node:net';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment wants for a server, by Go's rules, which are kubectl's: HTTPS_PROXY or HTTP_PROXY, but
 * never for this machine itself nor for what NO_PROXY names. Source: golang.org/x/net/http/httpproxy.
 */
export function proxyFor(server: string, env: Environment): string | undefined {
  if (!URL.canParse(server)) return undefined;
  const { protocol, hostname, port } = new URL(server);
  const isTls = protocol === 'https:';
  const proxy = firstOf(isTls ? [env.HTTPS_PROXY, env.https_proxy] : [env.HTTP_PROXY, env.http_proxy]);
  const host = hostname.replaceAll(/^\[|\]$|\.$/g, '').toLowerCase();
  if (proxy === undefined || isLoopback(host)) return undefined;
  const exceptions = (firstOf([env.NO_PROXY, env.no_proxy]) ?? '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase());
  if (exceptions.some((entry) => isNamedBy(entry, host, port || (isTls ? '443' : '80')))) return undefined;
  return proxy.includes('://') ? proxy : `http://${proxy}`;
}

/** The first setting that is made; to Go an empty one is not. */
function firstOf(values: readonly (string | undefined)[]): string | undefined {
  return values.find(Boolean);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || isInSubnet('127.0.0.0/8', host) || host === '::1';
}

/** Whether an entry of NO_PROXY names a host: all of them, an address, a subnet, or a domain with all below it. */
function isNamedBy(entry: string, host: string, port: string): boolean {
  if (entry === '' || entry === '*') return entry === '*';
  if (entry.includes('/')) return isInSubnet(entry, host);
  const [, name = '', onlyPort = port] =
    /^\[?(.*?)\]?(?::(\d+))?$/.exec(isIP(entry) === 0 ? entry : `[${entry}]`) ?? [];
  if (onlyPort !== port) return false;
  const domain = name.replace(/^\*\./, '.');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function isInSubnet(subnet: string, host: string): boolean {
  const [address = '', prefix = ''] = subnet.split('/');
  const family = isIP(address);
  if (family === 0 || family !== isIP(host) || !/^\d{1,3}$/.test(prefix)) return false;
  if (Number(prefix) > (family === 4 ? 32 : 128)) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  const list = new BlockList();
  list.addSubnet(address, Number(prefix), kind);
  return list.check(host, kind);
}
