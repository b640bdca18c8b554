import { constants } from 'node:fs';
import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Failure } from '../../petset/failure.js';
import { type Chapter, timelineHtml } from '../../render/timeline/html.js';
import { timelineJson } from '../../render/timeline/json.js';
import { timelineSvg } from '../../render/timeline/svg.js';
import { textArg, UsageFailure } from '../arguments.js';
import type { Args } from '../command.js';

export const PICTURES = ['svg', 'html', 'json'] as const;
export type Picture = (typeof PICTURES)[number];

/** A file that a timeline is to be written into, in the form that its name says. */
export interface TimelineFile {
  readonly path: string;
  readonly form: Picture;
}

/** Throws a `UsageFailure` where the name says no form. */
export function timelineFileArg(args: Args): TimelineFile | undefined {
  const path = textArg(args, 'timeline-file');
  if (path === undefined) return undefined;
  const form = PICTURES.find((each) => path.toLowerCase().endsWith(`.${each}`));
  if (form !== undefined) return { path, form };
  const endings = PICTURES.map((each) => `.${each}`).join(', ');
  throw new UsageFailure(
    `invalid argument "${path}" for "--timeline-file" flag: its name must end with one of ${endings}`,
  );
}

/** Before anything is done whose timeline is to be written: why it could not be, as far as that can be told. */
export function whyNotWritable({ path }: TimelineFile): Promise<Failure | undefined> {
  return attempt(path, () => access(dirname(path), constants.W_OK));
}

/** Answers with why it could not be written. */
export function writeTimeline(
  { path, form }: TimelineFile,
  chapters: readonly Chapter[],
  version: string,
): Promise<Failure | undefined> {
  return attempt(path, () => writeFile(path, pictureOf(chapters, form, version)));
}

async function attempt(path: string, act: () => Promise<void>): Promise<Failure | undefined> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return new Failure(`error: cannot write ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Timelines in the form of a file. */
export function pictureOf(chapters: readonly Chapter[], form: Picture, version: string): string {
  const timelines = chapters.map(({ timeline }) => timeline);
  if (form === 'svg') return timelineSvg(timelines, version);
  if (form === 'html') return timelineHtml(chapters, version);
  const documents = timelines.map((timeline) => {
    const { namespace, name } = timeline.set;
    return { kind: 'Timeline', namespace, petset: name, ...timelineJson(timeline) };
  });
  const [only, ...others] = documents;
  return `${JSON.stringify(others.length === 0 ? only : documents, undefined, 2)}\n`;
}
