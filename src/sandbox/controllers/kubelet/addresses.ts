/** Addresses of pods, handed out one after the other from 10.244.0.0/16. */
export class Addresses {
  #last = 1;

  take(): string {
    this.#last += 1;
    return `10.244.${(this.#last >> 8) & 255}.${this.#last & 255}`;
  }
}
