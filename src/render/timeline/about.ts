/** What a document says besides what the pets did. */
export interface About {
  /** Of this program. */
  readonly version: string;
  /** Of the set, and of what was done to it: a name, and what is to be said. */
  readonly facts: readonly (readonly [name: string, words: string])[];
}
