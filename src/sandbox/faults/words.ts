/** Everything that can be said in a fault: help and documentation are printed from these tables. */
export interface Row {
  /** As it is written. */
  readonly word: string;
  readonly says: string;
}

/** Whom a fault meets: what stands before the colon. */
export const WHOM: readonly Row[] = [
  { word: 'create pods', says: 'requests, by verb (or a,b; read; write; any) and resource' },
  { word: 'any pods/eviction', says: 'about a subresource; pods/* are pods and all of theirs' },
  { word: 'get /apis*', says: 'about no resource: their path' },
  { word: 'any pods web-*', says: 'about objects of such a name, or of NAMESPACE/NAME' },
  { word: 'user=NAME', says: 'by such a user; default: any but the cluster itself' },
  { word: 'agent=kubectl*', says: 'by such a User-Agent' },
  { word: 'dry-run=no', says: 'that are no dry runs; yes: that are' },
  { word: 'provision www-*', says: 'the making of volumes for such claims' },
  { word: 'attach web-*', says: 'the attaching of volumes for such pods' },
  { word: 'pull web-*', says: 'the pulling of images for such pods; image=NAME: of it' },
  { word: 'start web-*', says: 'the starting of containers of such pods' },
  { word: 'node NAME', says: 'a node' },
];

/** What happens then: the first word after the colon. */
export const HARMS: readonly Row[] = [
  { word: '500', says: 'a request is refused, with any code from 400 to 599' },
  { word: 'reset', says: 'its connection breaks before anything is done' },
  { word: 'lose-answer', says: 'it is done, and its connection breaks before the answer' },
  { word: 'hang', says: 'nothing is done, and nothing ever answered' },
  { word: 'silent', says: 'a watch stays open, and nothing more arrives' },
  { word: 'cut', says: 'the connection of a watch breaks' },
  { word: 'gone', says: 'a watch is told that it is too old (410)' },
  { word: 'repeat', says: 'a watch tells all that it has told once more' },
  { word: 'lag', says: 'a watch tells everything later' },
  { word: 'fail', says: 'the cluster cannot provision, attach or pull' },
  { word: 'lost', says: 'a node does not answer any more' },
];

/** More about it, in any order. */
export const DETAILS: readonly Row[] = [
  { word: 'delay=2s', says: 'it takes that long; 1s..5s: between them; may be all' },
  { word: 'p=0.1', says: 'how probable it is' },
  { word: 'every=3', says: 'only each third time' },
  { word: 'times=2', says: 'twice at most' },
  { word: 'from=10s', says: 'not before the cluster has been there so long' },
  { word: 'until=1m', says: 'not any more then' },
  { word: 'after=5s', says: 'what a watch does: that long after it began' },
  { word: 'events=3', says: 'what a watch does: after so many events' },
  { word: 'by=1s..5s', says: 'lag: so much later, each event; default 1s' },
  { word: 'retry-after=2s', says: 'a code: what its Retry-After says (of 429: 1s)' },
  { word: 'reason=Timeout', says: 'a code: the reason of its Status' },
  { word: 'message="no luck"', says: 'a code, fail: its words' },
];
