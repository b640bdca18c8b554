/** What a script of the shell reads as. */

export type Part =
  | { readonly type: 'text'; readonly text: string; readonly quoted: boolean }
  | { readonly type: 'variable'; readonly name: string; readonly change?: Change; readonly quoted: boolean }
  | { readonly type: 'length'; readonly name: string; readonly quoted: boolean }
  | { readonly type: 'command'; readonly list: List; readonly quoted: boolean }
  | { readonly type: 'arithmetic'; readonly word: Word; readonly quoted: boolean };

/** What `${NAME-word}` and its like do. */
export interface Change {
  readonly operator: string;
  readonly word: Word;
}

export type Word = readonly Part[];

export interface Redirect {
  readonly fd: number;
  /** `<<` has the text itself as its target. */
  readonly operator: '<' | '>' | '>>' | '>&' | '<<';
  target: Word;
}

interface WithRedirects {
  readonly redirects: readonly Redirect[];
}

export interface Assignment {
  readonly name: string;
  readonly word: Word;
}

export interface Simple extends WithRedirects {
  readonly type: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Word[];
}

export interface If extends WithRedirects {
  readonly type: 'if';
  readonly branches: readonly { readonly condition: List; readonly body: List }[];
  readonly otherwise: List;
}

export interface Loop extends WithRedirects {
  readonly type: 'loop';
  /** `until` goes on while the condition fails. */
  readonly isUntil: boolean;
  readonly condition: List;
  readonly body: List;
}

export interface For extends WithRedirects {
  readonly type: 'for';
  readonly name: string;
  /** The arguments of the script, where there is no `in`. */
  readonly words: readonly Word[] | undefined;
  readonly body: List;
}

export interface Case extends WithRedirects {
  readonly type: 'case';
  readonly word: Word;
  readonly branches: readonly { readonly patterns: readonly Word[]; readonly body: List }[];
}

export interface Group extends WithRedirects {
  readonly type: 'group' | 'subshell';
  readonly body: List;
}

export interface Definition extends WithRedirects {
  readonly type: 'function';
  readonly name: string;
  readonly body: Command;
}

export type Command = Simple | If | Loop | For | Case | Group | Definition;

export interface Pipeline {
  readonly isNegated: boolean;
  readonly commands: readonly Command[];
}

export interface Chain {
  readonly first: Pipeline;
  readonly rest: readonly { readonly operator: '&&' | '||'; readonly pipeline: Pipeline }[];
}

export type List = readonly Chain[];
