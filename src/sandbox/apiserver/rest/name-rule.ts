import type { Kind } from '../kinds/kind.js';
import { dnsSubdomainFaults } from '../validation/name.js';

/** What a kind holds against a name. */
export const nameFaultsOf =
  (kind: Kind) =>
  (name: string): readonly string[] =>
    kind.nameFaults === undefined ? dnsSubdomainFaults(name) : kind.nameFaults(name);
