interface Group<K, T> {
  /** One that speaks for all of its kind. */
  example: T;
  readonly members: Map<K, T>;
}

/**
 * A map that is written to all the time, and is asked about kinds of things all the time: each kind knows which they are.
 * What is of no kind that is meant is not looked at.
 */
export class Register<K, T> extends Map<K, T> {
  private readonly groups = new Map<string, Group<K, T>>();
  private readonly groupOf = new Map<K, Group<K, T>>();
  /** When each key came, for answers in the order in which a map has its keys. */
  private readonly arrivals = new Map<K, number>();
  private readonly kindOf: (thing: T) => string;
  private arrived = 0;

  /** `kindOf` tells apart what is not to be asked about as one. */
  constructor(entries: Iterable<readonly [K, T]>, kindOf: (thing: T) => string) {
    super();
    this.kindOf = kindOf;
    for (const [key, thing] of entries) this.set(key, thing);
  }

  override set(key: K, thing: T): this {
    const kind = this.kindOf(thing);
    const group = this.groups.get(kind) ?? { example: thing, members: new Map<K, T>() };
    this.groups.set(kind, group);
    this.leaveGroup(key, group);
    group.members.set(key, thing);
    this.groupOf.set(key, group);
    if (!this.has(key)) this.arrivals.set(key, this.arrived++);
    return super.set(key, thing);
  }

  override delete(key: K): boolean {
    this.leaveGroup(key, undefined);
    this.groupOf.delete(key);
    this.arrivals.delete(key);
    return super.delete(key);
  }

  override clear(): void {
    for (const key of [...this.keys()]) this.delete(key);
  }

  /** The things whose kind is meant, in no order, a list a kind. */
  groupsThat(isMeant: (example: T) => boolean): readonly ReadonlyMap<K, T>[] {
    const meant: ReadonlyMap<K, T>[] = [];
    for (const { example, members } of this.groups.values()) if (isMeant(example)) meant.push(members);
    return meant;
  }

  /** Puts keys in the order in which they came. */
  inOrder<E extends readonly [K, T]>(entries: E[]): E[] {
    const arrivalOf = (key: K): number => this.arrivals.get(key) ?? 0;
    const isSorted = entries.every(([key], at) => at === 0 || arrivalOf(entries[at - 1]?.[0] ?? key) < arrivalOf(key));
    return isSorted ? entries : entries.sort(([one], [other]) => arrivalOf(one) - arrivalOf(other));
  }

  private leaveGroup(key: K, unless: Group<K, T> | undefined): void {
    const group = this.groupOf.get(key);
    if (group === undefined || group === unless) return;
    group.members.delete(key);
    if (group.members.size > 0) return;
    for (const [kind, each] of this.groups) if (each === group) this.groups.delete(kind);
  }
}

export function isRegister<K, T>(map: ReadonlyMap<K, T>): map is Register<K, T> {
  return map instanceof Register;
}
