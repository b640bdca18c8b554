// Shows every state on the terminal that it runs on, and says after each which one it was, to whoever reads that.
import { FakeClock } from '../../fixtures/clock.js';
import { after } from '../../../src/cluster/clock.js';
import { liveRenderer } from '../../../src/render/live.js';
import { SEEN } from './seen.js';
import { NOW, STATES } from './states.js';

const RESET = '\u001bc';

for (const [name, { crowd = 'none', keeps = false, lasts = 0, play }] of Object.entries(STATES)) {
  const clock = new FakeClock(NOW - lasts);
  const { stdout, stderr } = process;
  const renderer = liveRenderer(
    {
      stdout,
      stderr,
      crowd,
      spell: ({ words, namespace }) => ['kubectl', ...words, '-n', namespace].join(' '),
    },
    {
      now: () => clock.now(),
      after: (ms, act) => after(clock, ms, act),
      color: false,
      keeps,
      isRehearsal: false,
      goOn: ({ namespace, name: set }) => `kubectl petset ${keeps ? 'run' : 'reconcile'} ${set} -n ${namespace}`,
    },
  );
  await play(renderer, (ms) => clock.advance(ms));
  await clock.advance(100);
  stdout.write(`\u001b]${SEEN};${name}\u0007`);
  renderer.close();
  stdout.write(RESET);
}
