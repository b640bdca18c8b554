import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';

const PLUGIN = new URL('../../plugin', import.meta.url).pathname;
const UPGRADE = /^upgrade\t.+\n:4\n$/;

/** Whether a shell is here with what it needs; where it is not, its test says that it is skipped. */
function can(shell: string, check: string): boolean {
  try {
    execFileSync(shell, ['-c', check], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion';

describe.skipIf(!inject('kubectl'))('TAB behind kubectl petset', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'petset completion '));
    for (const name of ['kubectl-petset', 'kubectl_complete-petset']) symlinkSync(join(PLUGIN, name), join(home, name));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const run = async (program: string, args: readonly string[], folder = PLUGIN): Promise<string> => {
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH ?? ''}`, KUBECONFIG: inject('kubeconfig') };
    const options = { env: { ...env, PETSET_COMPLETION_TIMEOUT: '60s' } };
    return (await promisify(execFile)(program, args, options)).stdout;
  };

  test('kubectl asks our executable, also through links and where there are blanks in the path', async () => {
    expect(await run('kubectl', ['__complete', 'petset', 'up'])).toMatch(UPGRADE);
    expect(await run('kubectl', ['__complete', 'petset', 'up'], home)).toMatch(UPGRADE);
    expect(await run('kubectl', ['__complete', 'petset', 'get', '-n', 'kube-syst'])).toBe('kube-system\n:4\n');
  });

  test.skipIf(!can('bash', `test -r ${BASH_COMPLETION}`))('in bash', async () => {
    const script = `source ${BASH_COMPLETION}; source <(kubectl completion bash) 2>/dev/null
      COMP_WORDS=(kubectl petset up) COMP_CWORD=2 COMP_LINE='kubectl petset up' COMP_POINT=17 COMP_TYPE=9 COMP_KEY=9
      __start_kubectl 2>/dev/null; printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect((await run('bash', ['-c', script])).trim()).toBe('upgrade');
  });

  test.skipIf(!can('fish', 'true'))('in fish', async () => {
    const script = 'kubectl completion fish | source; complete -C "kubectl petset get --output=w"';
    expect(await run('fish', ['-c', script])).toBe('--output=wide\n');
  });
});
