import type { Found, Machine, Process, Program } from '../machine.js';
import { complain, readOptions } from './options.js';

/** Programs that ask for names, and whether somebody is there. */

const isAddress = (text: string): boolean => /^\d+\.\d+\.\d+\.\d+$/.test(text);

/** The first address of a name, or the address that it is. */
export function addressOf({ network }: Machine, host: string): string | undefined {
  return isAddress(host) ? host : network.lookup(host)?.addresses[0];
}

const nslookup: Program = async (process) => {
  const { flags, operands } = readOptions(process.args, { values: 'q', longValues: ['type', 'querytype', 'q'] });
  const [name] = operands;
  if (name === undefined) return complain(process, 'nothing to look up: nslookup NAME, nslookup -type=srv NAME');
  const { network } = process.machine;
  const type = (flags.get('type') ?? flags.get('querytype') ?? flags.get('q') ?? 'a').toLowerCase();
  const lines = isAddress(name)
    ? pointers(process, name)
    : type === 'srv'
      ? services(process, name)
      : addresses(process, name);
  await process.stdout.write(`Server:\t\t${network.server}\nAddress:\t${network.server}:53\n\n`);
  if (lines === undefined) {
    await process.stdout.write(`** server can't find ${name}: NXDOMAIN\n\n`);
    return 1;
  }
  await process.stdout.write(`${lines.join('')}\n`);
  return 0;
};

function addresses({ machine }: Process, name: string): string[] | undefined {
  const found = machine.network.query(name);
  if (found === undefined) return undefined;
  const alias = found.alias === undefined ? [] : [`${found.name}\tcanonical name = ${found.alias}\n`];
  return [...alias, ...found.addresses.map((address) => `Name:\t${found.name}\nAddress: ${address}\n`)];
}

function services({ machine }: Process, asked: string): string[] | undefined {
  const found = machine.network.querySrv(asked);
  return found?.records.map(
    ({ priority, weight, port, target }) => `${found.name}\tservice = ${priority} ${weight} ${port} ${target}\n`,
  );
}

function pointers({ machine }: Process, address: string): string[] | undefined {
  const names = machine.network.reverse(address);
  const reversed = `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  return names.length === 0 ? undefined : names.map((name) => `${reversed}\tname = ${name}\n`);
}

const getent: Program = async (process) => {
  const [database = '', name = ''] = process.args;
  if (!['hosts', 'ahosts'].includes(database)) return complain(process, `Unknown database: ${database}`);
  const { network } = process.machine;
  const found = isAddress(name) ? byAddress(network.reverse(name), name) : network.lookup(name);
  if (found === undefined) return 2;
  for (const address of found.addresses) await process.stdout.write(`${address.padEnd(15)} ${found.name}\n`);
  return 0;
};

function byAddress([name]: readonly string[], address: string): Found | undefined {
  return name === undefined ? undefined : { name, addresses: [address] };
}

const ping: Program = async (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'q', values: 'cWwi' });
  const [host = ''] = operands;
  const { machine, stdout, signal } = process;
  const address = addressOf(machine, host);
  if (address === undefined) return complain(process, `bad address '${host}'`);
  const count = Number(flags.get('c') ?? Infinity);
  const isThere = machine.network.connect(address, 0) !== 'unreachable';
  await stdout.write(`PING ${host} (${address}): 56 data bytes\n`);
  for (let sequence = 0; sequence < count; sequence += 1) {
    if (sequence > 0) await machine.sleep(1000, signal);
    if (isThere) await stdout.write(`64 bytes from ${address}: seq=${sequence} ttl=64 time=0.050 ms\n`);
  }
  const received = isThere ? count : 0;
  const lost = isThere ? 0 : 100;
  await stdout.write(
    `\n--- ${host} ping statistics ---\n${count} packets transmitted, ${received} packets received, ${lost}% packet loss\n`,
  );
  return isThere ? 0 : 1;
};

/** `nc -z HOST PORT`: whether somebody listens. */
const nc: Program = async (process) => {
  const { flags, operands } = readOptions(process.args, { flags: 'zv', values: 'w' });
  const [host = '', port = ''] = operands;
  if (!flags.has('z')) return complain(process, 'this simulated container knows "nc -z HOST PORT" alone');
  const address = addressOf(process.machine, host);
  if (address === undefined) return complain(process, `bad address '${host}'`);
  return typeof process.machine.network.connect(address, Number(port)) === 'string' ? 1 : 0;
};

export const NETWORK_PROGRAMS: Readonly<Record<string, Program>> = { getent, nc, nslookup, ping };
