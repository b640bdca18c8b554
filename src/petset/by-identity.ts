/**
 * Remembers what a pure function makes of an object, as long as somebody holds the object. That cannot become stale: what
 * this project reads never changes, and what is read anew is another object.
 */
export function byIdentity<Of extends object, Made>(make: (of: Of) => Made): (of: Of) => Made {
  const made = new WeakMap<Of, { readonly value: Made }>();
  return (of) => {
    const known = made.get(of) ?? { value: make(of) };
    made.set(of, known);
    return known.value;
  };
}
