/** The operating system command with which show.ts says that there is a state to be looked at. */
export const SEEN = 7701;
