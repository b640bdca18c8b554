import type { Flag } from './flag.js';
import { PACE_FLAGS } from './pace-flags.js';

/** Flags that more than one command has, under their names. */
export const FLAGS = {
  filename: {
    alias: 'f',
    type: 'string',
    array: true,
    values: 'manifests',
    describe: 'file, directory, URL, or - for stdin',
  },
  recursive: { alias: 'R', type: 'boolean', describe: 'read directories with all below them' },
  'dry-run': {
    type: 'string',
    defaultDescription: "'none'",
    values: ['none', 'client', 'server'],
    describe: 'none, client (only print it) or server (check it there)',
  },
  timeout: { type: 'string', describe: 'how long to wait at the most, such as 5m' },
  wait: { type: 'boolean', default: true, describe: 'stay until it is done; --no-wait only records it' },
  takeover: { type: 'boolean', describe: 'take over from whoever reconciles it now' },
  output: { alias: 'o', type: 'string', describe: 'output format' },
  timeline: {
    type: 'boolean',
    defaultDescription: 'auto',
    describe: 'show at the end what took each pet how long; auto: on a terminal',
  },
  'timeline-file': { type: 'string', values: 'files', describe: 'write that to FILE.svg, FILE.html or FILE.json' },
} as const satisfies Record<string, Flag>;

/** Flags of every command that changes a set: what `readWorkOptions` reads. */
export const WORK_FLAGS = {
  ...PACE_FLAGS,
  'dry-run': FLAGS['dry-run'],
  output: { ...FLAGS.output, values: ['name', 'json'], describe: 'name or json (one object an event)' },
  takeover: FLAGS.takeover,
  timeline: FLAGS.timeline,
  'timeline-file': FLAGS['timeline-file'],
  timeout: FLAGS.timeout,
  wait: FLAGS.wait,
} as const satisfies Record<string, Flag>;

/** Flags of a command that takes files. */
export const FILE_FLAGS = {
  filename: FLAGS.filename,
  recursive: FLAGS.recursive,
  ...WORK_FLAGS,
  output: {
    ...FLAGS.output,
    values: ['name', 'json', 'yaml'],
    describe: 'name or json (one object an event); with --dry-run yaml',
  },
} as const satisfies Record<string, Flag>;

/** kubectl's flags that choose a cluster, a user and a namespace. */
export const GLOBAL_FLAGS: Readonly<Record<string, Flag>> = {
  namespace: { alias: 'n', type: 'string', values: 'namespaces', describe: 'the namespace of the request' },
  context: { type: 'string', values: 'contexts', describe: 'the kubeconfig context to use' },
  kubeconfig: { type: 'string', values: 'files', describe: 'path to the kubeconfig file' },
  cluster: { type: 'string', values: 'clusters', describe: 'the kubeconfig cluster to use' },
  user: { type: 'string', values: 'users', describe: 'the kubeconfig user to use' },
  server: { alias: 's', type: 'string', describe: 'address and port of the API server' },
  token: { type: 'string', describe: 'bearer token for the API server' },
  as: { type: 'string', describe: 'user to impersonate' },
  'as-group': { type: 'string', array: true, describe: 'group to impersonate, may be repeated' },
  'as-uid': { type: 'string', describe: 'UID to impersonate' },
  'certificate-authority': { type: 'string', values: 'files', describe: 'path to the certificate of the authority' },
  'client-certificate': { type: 'string', values: 'files', describe: 'path to a client certificate' },
  'client-key': { type: 'string', values: 'files', describe: 'path to a client key' },
  'insecure-skip-tls-verify': { type: 'boolean', describe: "do not check the server's certificate" },
  'tls-server-name': { type: 'string', describe: "name that the server's certificate is checked against" },
  'request-timeout': { type: 'string', describe: 'how long to wait for one answer of the server' },
  'disable-compression': { type: 'boolean', describe: 'accepted for kubectl; nothing is compressed anyway' },
  color: {
    type: 'boolean',
    default: true,
    describe: 'colours on a terminal; --no-color, or NO_COLOR in the environment, has none',
  },
  v: { type: 'number', default: 0, describe: 'how much to tell: 1 stack traces, 6 requests' },
};
