import { createInterface } from 'node:readline';
import type { World } from './command.js';
import { interruption } from './interruption.js';

/**
 * Asks on the terminal. The answer is empty where the user ends the input instead.
 * Throws a `Failure` when the user interrupts us: nothing has been done then.
 */
export function ask(question: string, { stdin, stdout, interrupted }: World): Promise<string> {
  const prompt = createInterface({ input: stdin, output: stdout });
  return new Promise<string>((resolve, reject) => {
    const interrupt = (): void => {
      stdout.write('\n');
      reject(interruption());
    };
    prompt.on('close', () => {
      stdout.write('\n');
      resolve('');
    });
    // In a terminal that is read line by line, Ctrl-C is a key before it is a signal.
    prompt.on('SIGINT', interrupt);
    interrupted.addEventListener('abort', interrupt, { once: true });
    prompt.question(question, (answer) => {
      prompt.removeAllListeners('close');
      resolve(answer);
    });
  }).finally(() => prompt.close());
}

/** kubectl goes on for y and Y only. */
export function isYes(answer: string): boolean {
  return answer === 'y' || answer === 'Y';
}
