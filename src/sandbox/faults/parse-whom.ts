import { own } from '../model/json.js';
import { FaultError } from './details.js';
import type { RequestWhom } from './fault.js';
import { ANYTHING, glob } from './glob.js';
import type { Glob } from './glob.js';

const READ = ['get', 'list', 'watch'];
const WRITE = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** What a verb may be called, and what it means; the methods of HTTP are understood too. */
const VERBS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries([...READ, ...WRITE].map((verb) => [verb, [verb]])),
  read: READ,
  write: WRITE,
  post: ['create'],
  put: ['update'],
};

/** Reads `VERB[,VERB] RESOURCE[/SUBRESOURCE] [[NAMESPACE/]NAME] [user=GLOB] [agent=GLOB] [dry-run=yes|no]`. */
export function parseRequestWhom(words: readonly string[]): RequestWhom {
  const bare = words.filter((word) => !word.includes('='));
  const [verbs = '', resource, ...object] = bare;
  const names = readVerbs(verbs);
  if (resource === undefined) throw new FaultError(`${verbs}: must be followed by a resource, such as pods or *`);
  const options = readOptions(words.filter((word) => word.includes('=')));
  return { verbs: names, ...readResource(resource), ...parseObject(object), ...options };
}

function readVerbs(text: string): ReadonlySet<string> | undefined {
  if (text === 'any' || text === '*') return undefined;
  const verbs = text.split(',').flatMap((word) => {
    const meant = own(VERBS, word.toLowerCase());
    if (meant === undefined) {
      const all = ['any', 'read', 'write', ...READ, ...WRITE].join(', ');
      throw new FaultError(`${word}: must be node, provision, attach, pull, start, or a verb: ${all}`);
    }
    return meant;
  });
  return new Set(verbs);
}

/** A path is a resource that begins with a slash. All of `*` are all paths and subresources too. */
function readResource(text: string): Pick<RequestWhom, 'resource' | 'pattern' | 'subresource'> {
  if (text === '*') return { resource: ANYTHING, pattern: text, subresource: ANYTHING };
  if (text.startsWith('/')) return { resource: glob(text), pattern: text, subresource: undefined };
  const [resource = '', subresource] = text.split('/');
  return {
    resource: glob(resource),
    pattern: resource,
    subresource: subresource === undefined ? undefined : glob(subresource),
  };
}

/** `NAME` in any namespace, `NAMESPACE/NAME`, or nothing: all. */
export function parseObject(words: readonly string[]): { readonly namespace: Glob; readonly name: Glob } {
  const [object = '*', ...more] = words;
  const parts = object.split('/');
  if (more.length > 0 || parts.length > 2) {
    throw new FaultError(`${[object, ...more].join(' ')}: must be one NAME or NAMESPACE/NAME`);
  }
  const [first = '*', second] = parts;
  return second === undefined
    ? { namespace: ANYTHING, name: glob(first) }
    : { namespace: glob(first), name: glob(second) };
}

function readOptions(words: readonly string[]): Pick<RequestWhom, 'user' | 'agent' | 'dryRun'> {
  const given = new Map(words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
  const unknown = [...given.keys()].find((key) => !['user', 'agent', 'dry-run'].includes(key));
  if (unknown !== undefined) throw new FaultError(`${unknown}=: must be one of user=, agent=, dry-run=`);
  const [user, agent, dryRun] = ['user', 'agent', 'dry-run'].map((key) => given.get(key));
  if (dryRun !== undefined && dryRun !== 'yes' && dryRun !== 'no') {
    throw new FaultError(`dry-run=${dryRun}: must be yes or no`);
  }
  return {
    user: user === undefined ? undefined : glob(user),
    agent: agent === undefined ? ANYTHING : glob(agent),
    dryRun: dryRun === undefined ? undefined : dryRun === 'yes',
  };
}
