/** Everything that can be said in a fault: help and documentation are printed from these tables. */
export interface Row {
  /** As it is written. */
  readonly word: string;
  readonly says: string;
}

/** Whom a fault meets: what stands before the colon. */
export const WHOM: readonly Row[] = [
  { word: 'create pods', says: 'requests: VERB RESOURCE; more verbs with commas, or read, write, any' },
  { word: 'any pods/*', says: 'with a slash its subresources, such as pods/eviction' },
  { word: 'get /apis*', says: 'paths that are about no resource' },
  { word: 'any pods web-*', says: 'only objects of such a name; NAMESPACE/NAME names both' },
  { word: 'user=', says: 'only requests of such a user (default: not those of the cluster itself)' },
  { word: 'agent=', says: 'only requests of such a User-Agent' },
  { word: 'dry-run=', says: 'yes: only dry runs; no: no dry run' },
  { word: 'provision NAME', says: 'making the volume of a claim' },
  { word: 'attach NAME', says: 'attaching the claims of a pod to its node' },
  { word: 'pull NAME', says: 'pulling an image for a pod; image=GLOB chooses it' },
  { word: 'start NAME', says: 'starting each container of a pod' },
  { word: 'node NAME', says: 'a node' },
];

/** What happens then: the first thing after the colon. */
export const HARMS: readonly Row[] = [
  { word: '500', says: 'refused with that code (400-599)' },
  { word: 'reset', says: 'the connection breaks, and nothing was done' },
  { word: 'lose-answer', says: 'it is done, and the connection breaks instead of an answer' },
  { word: 'hang', says: 'nothing is done, and nothing is ever answered' },
  { word: 'silent', says: 'a watch stays open, and nothing more arrives' },
  { word: 'cut', says: 'the connection of a watch breaks' },
  { word: 'gone', says: 'a watch is told 410: too old resource version' },
  { word: 'fail', says: 'provision, attach, pull: does not work, with its event' },
  { word: 'lost', says: 'a node stops answering' },
];

/** More about it: any number of them after that; the first four also say when. */
export const DETAILS: readonly Row[] = [
  { word: 'p=', says: 'how probable it is, 0 to 1' },
  { word: 'every=', says: 'only every so many times' },
  { word: 'times=', says: 'so often at most' },
  { word: 'from=', says: 'since the start of the cluster; until= ends it' },
  { word: 'until=', says: 'until that long after the start' },
  { word: 'delay=', says: 'takes that long first: 2s, or 1s..5s to draw from; may stand alone' },
  { word: 'after=', says: 'silent, cut, gone: that long after the watch began' },
  { word: 'events=', says: 'silent, cut, gone: after so many events' },
  { word: 'retry-after=', says: 'a code: the seconds of its Retry-After (429: 1)' },
  { word: 'reason=', says: 'a code: the reason of its Status' },
  { word: 'message=', says: 'a code, fail: its words, "in quotes" if there are more' },
];
