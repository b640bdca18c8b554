import type { Output } from '../io/streams.js';
import type { FileSystem } from './file-system.js';

/** A file that is emptied or made at once, and grows with what is written. */
export function growing(files: FileSystem, path: string, isAppended: boolean): Output {
  files.write(path, Buffer.alloc(0), isAppended ? 'append' : 'replace');
  return {
    write: (data) => {
      files.write(path, Buffer.from(data), 'append');
      return Promise.resolve();
    },
  };
}
