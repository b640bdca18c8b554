import { posix } from 'node:path';

import { Disk } from '../../../containers/files/disk.js';
import { entryBelow, file, namesOf } from '../../../containers/files/entry.js';
import type { Directory } from '../../../containers/files/entry.js';
import type { Mount } from '../../../containers/files/file-system.js';
import { PROGRAM_FOLDERS } from '../../../containers/launch.js';
import { PROGRAMS } from '../../../containers/programs/table.js';
import { MOST_BYTES } from './disks.js';

/** What is told in the files of a container about it. */
export interface Facts {
  readonly hostname: string;
  readonly hosts: string;
  readonly resolver: string;
}

/** Where nginx looks for pages. */
export const WEB_ROOT = '/usr/share/nginx/html';

const WELCOME = `<!DOCTYPE html>
<html>
<head><title>Welcome to nginx!</title></head>
<body>
<h1>Welcome to nginx!</h1>
<p>This page, and the container that it comes from, are simulated by the sandbox of kubectl petset.</p>
</body>
</html>
`;

/** The files that a container begins with: few, whatever its image is. */
export function ownFiles({ hostname, hosts, resolver }: Facts, now: number): Disk {
  const disk = new Disk(now, MOST_BYTES);
  const folder = (path: string): Directory => disk.folder(namesOf(path), now);
  const put = (path: string, text: string): void => {
    const at = folder(posix.dirname(path));
    at.entries.set(posix.basename(path), file(Buffer.from(text), now));
  };
  for (const path of ['/data', '/home', '/mnt', '/opt', '/proc', '/root', '/run', '/srv', '/sys', '/tmp', '/var/log']) {
    folder(path);
  }
  folder('/tmp').mode = 0o1777;
  folder('/dev').entries.set('null', { type: 'device', mode: 0o666, changedAt: now });
  // Links to the one that has them all, on today's systems.
  const programs = folder('/usr/bin');
  for (const name of PROGRAMS.keys()) programs.entries.set(name, file(Buffer.alloc(0), now, 0o755));
  for (const path of PROGRAM_FOLDERS) folder(posix.dirname(path)).entries.set(posix.basename(path), programs);
  put('/etc/hostname', `${hostname}\n`);
  put('/etc/hosts', hosts);
  put('/etc/resolv.conf', resolver);
  put('/etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n');
  put('/etc/os-release', 'ID=petset-sandbox\nPRETTY_NAME="A simulated container"\n');
  put(`${WEB_ROOT}/index.html`, WELCOME);
  return disk;
}

/** What a kubelet mounts into a container itself: a volume around them does not hide them. */
const OF_THE_KUBELET = ['/etc/hostname', '/etc/hosts', '/etc/resolv.conf'];

/** Those of them that a volume would hide, as mounts of their own. */
export function keptInSight(disk: Disk, volumes: readonly Mount[]): Mount[] {
  const paths = volumes.map(({ path }) => path);
  return OF_THE_KUBELET.filter(
    (path) => !paths.includes(path) && paths.some((folder) => path.startsWith(`${folder}/`)),
  ).map((path) => ({
    path,
    readOnly: false,
    root: () => entryBelow(disk.root, namesOf(path)),
    disk,
    source: 'overlay',
  }));
}
