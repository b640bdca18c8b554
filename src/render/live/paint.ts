import { Chalk } from 'chalk';

type Brush = (text: string) => string;

/** Colours by what they say. They never say it alone: NO_COLOR shows the same words. */
export interface Paint {
  readonly strong: Brush;
  readonly dim: Brush;
  readonly good: Brush;
  readonly warn: Brush;
  readonly bad: Brush;
}

export function paint(color: boolean): Paint {
  const { bold: strong, dim, green: good, yellow: warn, red: bad } = new Chalk({ level: color ? 1 : 0 });
  return { strong, dim, good, warn, bad };
}
