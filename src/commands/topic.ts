/** Something that help tells of which is no command: `kubectl petset help NAME`. */
export interface Topic {
  readonly name: string;
  /** One line of a list, of at most 62 columns. */
  readonly describe: string;
  /** Its lines have at most 80 columns. */
  readonly text: string;
}
