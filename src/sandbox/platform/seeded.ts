/**
 * Fractions in [0, 1) that follow from a seed: one stream for every number, independent of the others (a Weyl sequence
 * whose terms are stirred with Murmur3's finalizer).
 */
export function seededFractions(seed: number, stream: number): () => number {
  let state = stir(stir(seed) + stream);
  return () => {
    state = (state + WEYL_STEP) | 0;
    return stir(state) / 2 ** 32;
  };
}

/** The golden ratio of 2^32: an odd number, so that all of them are visited. */
const WEYL_STEP = 0x9e3779b9;

/** Spreads each bit over all of them; the answer is not negative. */
function stir(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
