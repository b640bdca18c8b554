// A set of many pets that are all there, each with a claim: either the server that has them, or who keeps them and is measured.
import { newRecord } from '../../../src/petset/record.js';
import { webSet } from '../../fixtures/sets.js';
import { measure } from '../plan/measure.js';
import { ManyPets, type Order } from '../plan/server.js';

const [part, size, port] = process.argv.slice(2);
const pets = Number(size);
if (part === 'server') {
  const server = new ManyPets(newRecord(webSet({ replicas: pets }), 'default', 'config-map'), pets);
  process.on('message', (order: Order) => server.obey(order));
  process.send?.(await server.listen());
} else {
  process.send?.(await measure(pets, Number(port), (order) => process.send?.(order)));
  process.disconnect();
}
// Ctrl-C is for whoever measures, who ends this too.
process.on('SIGINT', () => undefined);
