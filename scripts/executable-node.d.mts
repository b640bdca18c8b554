/** The platform that this runs on, in Go's words: `linux-amd64`. */
export const HERE: string;

/** The version of the Node in a file, `24.21.0`. Throws where a program cannot be put into it. */
export function nodeIn(file: Buffer, what: { readonly name: string; readonly target: string }): string;
