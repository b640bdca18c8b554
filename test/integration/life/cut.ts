import type { Passing } from '../../../src/sandbox/index.js';
import type { ProcessOptions, Stage } from '../../fixtures/stage.js';
import type { CommandRun } from '../../fixtures/world.js';

/** Where a process ends: at its so manieth write, before the server has heard of it, or after it was carried out. */
export interface Cut {
  readonly at: number;
  readonly side: 'before' | 'after';
}

/** What a process has left that was cut off. */
export interface Remains {
  /** Its writes that were carried out, as {@link said}. */
  readonly writes: readonly string[];
  /** Resolves when nothing of it is left in this process either. */
  readonly buried: Promise<unknown>;
}

/**
 * Runs a command line up to a write, and cuts it off there as kill -9 does: nothing that it sends gets through any more, nor
 * any answer to it. Answers with how it ended where it ended before.
 */
export async function runUntilCut(
  line: string,
  { at, side }: Cut,
  { stage, ...options }: ProcessOptions & { readonly stage: Stage },
): Promise<Remains | CommandRun> {
  const { user } = options;
  const { cluster } = stage;
  const writes: string[] = [];
  const process = stage.begin(line, options);
  let noMore: () => void = () => undefined;
  const cut = new Promise<Remains>((resolve) => {
    noMore = cluster.onArrival((request) => {
      if (!isWriteOf(user, request)) return;
      writes.push(said(request));
      if (writes.length < at) return;
      const last = side === 'after' ? [`write * user=${user} dry-run=no: lose-answer times=1`] : [];
      cluster.harm(...last, `any * user=${user}: reset`);
      // Whatever it does now it does in vain; this has it do so soon.
      process.interrupt();
      resolve({ writes: side === 'after' ? writes : writes.slice(0, -1), buried: process.ended });
    });
  });
  const end = await Promise.race([cut, process.ended]);
  noMore();
  return end;
}

/**
 * Whether a request is one of this user, and changes something. Events are written beside the work, at no certain time, and
 * nothing follows from them: they are no cut points, and are cut off with everything else.
 */
export function isWriteOf(who: string, { info, user, query, body }: Passing): boolean {
  if (user.name !== who || ['get', 'list', 'watch'].includes(info.verb) || query.has('dryRun')) return false;
  if (info.isResource && info.resource === 'events') return false;
  // A deletion says it among its options.
  return info.verb !== 'delete' || !body.text.includes('"dryRun":["All"]');
}

/** `create pods web-0` */
export function said(request: Passing): string {
  const { info } = request;
  if (!info.isResource) return info.path;
  const resource = info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`;
  return `${info.verb} ${resource} ${nameIn(request)}`;
}

/** Whether a request deletes whatever has a name by now, and not only what was meant. */
export function isCarelessDeletion({ info, body }: Passing): boolean {
  if (!info.isResource) return false;
  const { deleteOptions, ...whole } = body.text === '' ? {} : (JSON.parse(body.text) as DeletionBody);
  const options = info.subresource === 'eviction' ? deleteOptions : whole;
  return (info.verb === 'delete' || info.subresource === 'eviction') && options?.preconditions?.uid === undefined;
}

interface DeletionBody {
  readonly preconditions?: { readonly uid?: string };
  readonly deleteOptions?: DeletionBody;
}

/** What is created says its name itself. */
function nameIn({ info, body }: Passing): string {
  if (!info.isResource || info.name !== '') return info.isResource ? info.name : '';
  return (JSON.parse(body.text) as { readonly metadata: { readonly name: string } }).metadata.name;
}
