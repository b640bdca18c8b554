/** Told of errors that nobody counted on. */
type Listener = (mistake: unknown) => void;

const listeners = new Set<Listener>();

/** Those that were told of: an object that nobody can cope with comes again and again. */
const told = new Set<string>();

/** Tells somebody of every mistake of ours from now on, until the answer is called. */
export function hearMistakes(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells, once, of an error that nobody counted on. Nothing else of the cluster need end for it. */
export function tellMistake(mistake: unknown): void {
  const words = mistake instanceof Error ? (mistake.stack ?? mistake.message) : String(mistake);
  if (told.has(words)) return;
  told.add(words);
  for (const listener of listeners) listener(mistake);
}

/** Calls what is called by a timer or a socket: above it there is nobody who could catch what it throws. */
export function guarded(act: () => void): void {
  try {
    act();
  } catch (error) {
    tellMistake(error);
  }
}
