import { CONTROLLERS } from '../auth/authenticator.js';
import { Broken } from '../http/interference.js';
import type { Interference, Passing } from '../http/interference.js';
import type { RequestInfo } from '../http/request-info.js';
import type { Reply } from '../request/request.js';
import type { Clock } from '../../platform/clock.js';
import { Timers } from '../../platform/timers.js';
import { isObject, parseJson } from '../../model/json.js';
import type { RequestFault, RequestHarm, RequestWhom, Span } from '../../faults/fault.js';
import { harmedWatch } from './harmed-watch.js';
import { refusalOf } from './refusal.js';
import { Strikes } from '../../faults/strikes.js';

interface Armed {
  readonly fault: RequestFault;
  readonly strikes: Strikes;
}

/** Harms requests between their arrival and their answer. Clients count with clocks of their own, so this time is real. */
export class RequestFaults implements Interference {
  readonly #clock: Clock;
  readonly #timers: Timers;
  readonly #observe: (passing: Passing) => void;
  #faults: readonly Armed[] = [];

  /** Every request of a user is told to `observe`, before anything happens to it. */
  constructor(clock: Clock, observe: (passing: Passing) => void) {
    this.#clock = clock;
    this.#timers = new Timers(clock);
    this.#observe = observe;
  }

  /** From now on these are what harms requests, and their time begins. With the same seed they strike alike. */
  set(faults: readonly RequestFault[], seed: number): void {
    const start = this.#clock.now();
    const elapsed = (): number => this.#clock.now() - start;
    this.#faults = faults.map((fault, index) => ({
      fault,
      strikes: new Strikes(fault.when, seed, index, elapsed),
    }));
  }

  stop(): void {
    this.#timers.stop();
  }

  /** All delays count, and the first other harm. */
  async pass<T extends { readonly reply: Reply }>(passing: Passing, carryOut: () => Promise<T>): Promise<T> {
    if (!isOwn(passing)) this.#observe(passing);
    const struck = this.#faults.filter((armed) => strikes(armed, passing));
    const delay = struck.reduce((sum, { fault, strikes: by }) => sum + (fault.delay ? by.draw(fault.delay) : 0), 0);
    const harming = struck.find(({ fault }) => fault.harm !== undefined);
    if (delay > 0) await new Promise<void>((resolve) => this.#timers.after(delay, resolve));
    return harming?.fault.harm === undefined
      ? carryOut()
      : this.#harm(harming.fault.harm, harming.strikes, passing, carryOut);
  }

  async #harm<T extends { readonly reply: Reply }>(
    harm: RequestHarm,
    strikes: Strikes,
    passing: Passing,
    carryOut: () => Promise<T>,
  ): Promise<T> {
    if (harm.kind === 'refuse') throw refusalOf(harm.refusal, passing.info, nameOf(passing));
    if (harm.kind === 'reset' || harm.kind === 'hang') throw new Broken(harm.kind === 'reset');
    const answer = await carryOut();
    if (harm.kind === 'lose-answer') throw new Broken(true);
    const { reply } = answer;
    if (reply.form !== 'watch') return answer;
    const deps = { timers: this.#timers, draw: (span: Span) => strikes.draw(span) };
    return { ...answer, reply: harmedWatch(reply, harm, deps) };
  }
}

const strikes = ({ fault, strikes: by }: Armed, passing: Passing): boolean => meets(fault.whom, passing) && by.next();

/** The cluster's own controllers and nodes sent it: a fault has to name them to harm them. */
const isOwn = ({ user }: Passing): boolean => user.name === CONTROLLERS.name;

function meets(whom: RequestWhom, passing: Passing): boolean {
  const { info, user, agent, query } = passing;
  const isMeant = whom.verbs?.has(info.verb) !== false && whom.agent(agent);
  const isUser = whom.user === undefined ? !isOwn(passing) : whom.user(user.name);
  if (!isMeant || !isUser || !isResource(whom, info)) return false;
  const isDry = query.get('dryRun') === 'All';
  const namespace = info.isResource ? info.namespace : '';
  const isObjectMeant = whom.namespace(namespace) && whom.name(nameOf(passing));
  return isObjectMeant && (whom.dryRun === undefined || whom.dryRun === isDry);
}

function isResource({ resource, subresource }: RequestWhom, info: RequestInfo): boolean {
  if (!info.isResource) return resource(info.path);
  const isSub = subresource === undefined ? info.subresource === '' : subresource(info.subresource);
  const qualified = info.group === '' ? info.resource : `${info.resource}.${info.group}`;
  return isSub && (resource(info.resource) || resource(qualified));
}

/** What is created says its name itself. */
function nameOf({ info, body }: Passing): string {
  if (!info.isResource || info.name !== '' || info.verb !== 'create') return info.isResource ? info.name : '';
  const object = body.mediaType === 'application/json' ? quietly(() => parseJson(body.text)) : undefined;
  const name = isObject(object) && isObject(object.metadata) ? object.metadata.name : undefined;
  return typeof name === 'string' ? name : '';
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
