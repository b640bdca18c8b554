import type { JsonObject } from '../../model/json.js';
import type { ObjectMeta } from '../../model/meta.js';

/** How many sets are remembered: kinds, their writers and the forms that their objects take are not many. */
const MOST = 2_000;

/** Sets of managed fields, kept once however many objects have the same: those of thousands of pods are alike. */
export class FieldsPool {
  readonly #byText = new Map<string, JsonObject>();
  readonly #kept = new WeakSet<JsonObject>();

  /** Has the managers of a draft take the sets that are kept. */
  share({ managedFields = [] }: ObjectMeta): void {
    for (const entry of managedFields) {
      if (entry.fieldsV1) entry.fieldsV1 = this.#one(entry.fieldsV1);
    }
  }

  #one(fields: JsonObject): JsonObject {
    if (this.#kept.has(fields)) return fields;
    const text = JSON.stringify(fields);
    const one = this.#byText.get(text) ?? fields;
    // What is used stays, what was not used for the longest time goes.
    this.#byText.delete(text);
    this.#byText.set(text, one);
    this.#kept.add(one);
    const [oldest] = this.#byText.keys();
    if (this.#byText.size > MOST && oldest !== undefined) this.#byText.delete(oldest);
    return one;
  }
}
