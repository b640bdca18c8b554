/** A line for a person or a script, and the stream that it is for. */
export interface Line {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** It is printed also where it is the same as the one before. */
  readonly isNews?: boolean;
}
