/** What a shell says of a program that Ctrl-C ended: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

/** What a shell says of a program whose output nobody reads any more: 128 and the number of SIGPIPE. */
export const BROKEN_PIPE = 141;

/** What a shell says of a program that is there but may not be run. */
export const MAY_NOT_RUN = 126;

/** What a shell says of a program that it cannot find or run. */
export const CANNOT_RUN = 127;
