import { listArg, UsageFailure } from './arguments.js';
import type { Args } from './command.js';
import type { Flag } from './flag.js';

export const STORAGE_FLAG = {
  type: 'string',
  array: true,
  values: 'claim-templates',
  describe: 'CLAIM_TEMPLATE=SIZE: have its claims grow; repeatable',
} as const satisfies Flag;

/** The sizes of `--storage www=2Gi`, by claim template. */
export function readStorage(args: Args): ReadonlyMap<string, string> {
  const sizes = new Map<string, string>();
  for (const value of listArg(args, 'storage')) {
    const [, template, size] = /^([^=]+)=(.+)$/.exec(value) ?? [];
    const wrong = (why: string): UsageFailure =>
      new UsageFailure(`invalid argument "${value}" for "--storage" flag: ${why}`);
    if (template === undefined || size === undefined) throw wrong('must be CLAIM_TEMPLATE=SIZE, such as www=2Gi');
    if (sizes.has(template)) throw wrong(`${template} has a size already`);
    sizes.set(template, size);
  }
  return sizes;
}
