/** Whose API this is. */
export const KUBERNETES = 'v1.34.0';

/** What `/version` tells. */
export const VERSION = {
  major: '1',
  minor: '34',
  gitVersion: `${KUBERNETES}+petset-sandbox`,
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: 'linux/amd64',
};
