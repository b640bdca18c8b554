/** Sets the fields of a draft that are not there. */
export function fill<T extends object>(draft: T, defaults: Readonly<Partial<T>>): void {
  for (const key of Object.keys(defaults) as (keyof T)[]) {
    const value = defaults[key];
    if (draft[key] === undefined && value !== undefined) draft[key] = value;
  }
}
