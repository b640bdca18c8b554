/** Whether a resourceVersion of a query is one, or none. */
export const isVersion = (version: string): boolean => /^\d*$/.test(version);

/** What Go says of one that is not. */
export const unreadableVersion = (version: string): string =>
  `resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`;
