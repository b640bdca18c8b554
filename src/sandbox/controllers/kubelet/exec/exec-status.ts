import type { Missing } from '../../../containers/launch.js';

/** How a command ended, as a kubelet tells it on the error channel: objects in the order of the Go struct. */

export const ended = (): object => ({ metadata: {}, status: 'Success' });

export function exited(command: readonly string[], code: number): object {
  if (code === 0) return ended();
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: error executing command [${command.join(' ')}], exit code ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

/** What containerd and runc say of a command that they cannot start. */
export function notStarted(command: readonly string[], why: Missing, containerId: string): object {
  const id = containerId.replace(/^.*:\/\//, '');
  return failed(
    `failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: ${runcWords(command, why)}: unknown`,
  );
}

/** A command that could not be run to its end. */
export function failed(why: string): object {
  const words = `error executing command in container: ${why}`;
  return {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${words}`,
    reason: 'InternalError',
    details: { causes: [{ message: words }] },
    code: 500,
  };
}

function runcWords([name]: readonly string[], { code }: Missing): string {
  if (name === undefined) return 'args must not be empty';
  const start = `unable to start container process: exec: ${JSON.stringify(name)}`;
  if (code === 126) return `${start}: permission denied`;
  return name.includes('/')
    ? `${start}: stat ${name}: no such file or directory`
    : `${start}: executable file not found in $PATH`;
}
