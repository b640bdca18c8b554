import type { Doing, Phase, Span } from '../../petset/timeline/timeline.js';

/** How a phase is shown: never by its colour alone. */
export interface PhaseStyle {
  /** For people. */
  readonly words: string;
  /** The character that a bar in a terminal is made of. */
  readonly letter: string;
  readonly chalk: 'blue' | 'cyan' | 'magenta' | 'yellow' | 'yellowBright' | 'greenBright' | 'green' | 'red' | 'gray';
  /** In a picture: colours that colour-blind people can tell apart, after Okabe and Ito (jfly.uni-koeln.de/color). */
  readonly fill: string;
  /** What a picture draws over the colour, within 8 by 8; nothing for a plain one. */
  readonly pattern: string;
}

export const PHASE_STYLES: Readonly<Record<Phase, PhaseStyle>> = {
  claim: {
    words: 'claim',
    letter: 'c',
    chalk: 'blue',
    fill: '#0072b2',
    pattern: 'M0 4H8',
  },
  scheduling: {
    words: 'scheduling',
    letter: 's',
    chalk: 'cyan',
    fill: '#56b4e9',
    pattern: 'M4 0V8',
  },
  init: {
    words: 'init',
    letter: 'i',
    chalk: 'magenta',
    fill: '#cc79a7',
    pattern: 'M0 8L8 0',
  },
  start: {
    words: 'start',
    letter: '+',
    chalk: 'yellow',
    fill: '#e69f00',
    pattern: 'M0 0L8 8',
  },
  unready: {
    words: 'not ready',
    letter: '-',
    chalk: 'yellowBright',
    fill: '#f0e442',
    pattern: 'M0 0L8 8M0 8L8 0',
  },
  settling: {
    words: 'settling',
    letter: '~',
    chalk: 'greenBright',
    fill: '#7fd6bd',
    pattern: 'M0 2H8M0 6H8',
  },
  ready: { words: 'ready', letter: '=', chalk: 'green', fill: '#009e73', pattern: '' },
  finished: { words: 'finished', letter: 'f', chalk: 'red', fill: '#5b5b5b', pattern: 'M0 4H8M4 0V8' },
  terminating: {
    words: 'terminating',
    letter: 'x',
    chalk: 'gray',
    fill: '#9a9a9a',
    pattern: 'M2 2L6 6M2 6L6 2',
  },
  unknown: { words: 'not known', letter: '?', chalk: 'gray', fill: '#e4e4e4', pattern: '' },
};

/** What stands in a bar where something is wrong, whatever the phase. */
export const TROUBLE = { words: 'trouble', letter: '!', chalk: 'red', fill: '#d55e00' } as const;

export function isTrouble({ trouble }: Doing): boolean {
  return trouble !== undefined;
}

/** `scheduling, Unschedulable` */
export function doingWords({ phase, trouble }: Doing): string {
  const { words } = PHASE_STYLES[phase];
  return trouble === undefined ? words : `${words}, ${trouble}`;
}

/** How much more a span says than another one where there is room for one only. */
export function weight({ phase, trouble }: Span): number {
  if (trouble !== undefined) return 3;
  if (phase === 'unknown') return 0;
  return phase === 'ready' ? 1 : 2;
}
