export type FileReason =
  | 'No such file or directory'
  | 'Not a directory'
  | 'Is a directory'
  | 'Read-only file system'
  | 'No space left on device'
  | 'Directory not empty'
  | 'File exists'
  | 'Device or resource busy'
  | 'Permission denied';

/** Why a file cannot be read or written, in the words of the C library. */
export class FileFault extends Error {
  readonly reason: FileReason;

  constructor(reason: FileReason) {
    super(reason);
    this.reason = reason;
  }
}
