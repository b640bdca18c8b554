/** The executable of Linux with one more note. Throws where it is none of the kind of an official build of Node. */
export function withNote(executable: Buffer, name: string, contents: Buffer): Buffer;
