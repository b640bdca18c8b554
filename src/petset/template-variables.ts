import type { Container, PodSpec } from './kubernetes.js';

/** What we fill in, where Kubernetes would only if the container had a variable of the name. */
export const TEMPLATE_VARIABLES = ['PET_NAME', 'PET_ORDINAL'] as const;
type Variable = (typeof TEMPLATE_VARIABLES)[number];
type Variables = ReadonlyMap<string, string>;

/**
 * The spec with `$(PET_NAME)` and `$(PET_ORDINAL)` filled in, where Kubernetes itself looks for such references: in the
 * command, the arguments and the environment of containers.
 */
export function fillInSpec(spec: PodSpec, name: string, ordinal: number): PodSpec {
  const values: Readonly<Record<Variable, string>> = { PET_NAME: name, PET_ORDINAL: String(ordinal) };
  const variables: Variables = new Map(Object.entries(values));
  const { containers, initContainers } = spec;
  const filled = (each: Container): Container => fillInContainer(each, variables);
  return {
    ...spec,
    containers: containers.map(filled),
    ...(initContainers && { initContainers: initContainers.map(filled) }),
  };
}

/** Whether a text has a reference to a variable in it; `$$(NAME)` is none, it stands for `$(NAME)`. */
export function refersTo(text: string, name: string): boolean {
  return expand(text, new Map([[name, '']])) !== text;
}

/** A variable that the container defines itself is meant where it is named. */
function fillInContainer(container: Container, all: Variables): Container {
  const { command, args, env } = container;
  const own = new Set((env ?? []).map(({ name }) => name));
  const variables = new Map([...all].filter(([name]) => !own.has(name)));
  const filled = (text: string): string => expand(text, variables);
  return {
    ...container,
    ...(command && { command: command.map(filled) }),
    ...(args && { args: args.map(filled) }),
    ...(env && { env: env.map((each) => (each.value ? { ...each, value: filled(each.value) } : each)) }),
  };
}

/**
 * Replaces the references to known variables and leaves all others, and `$$(NAME)`, which stands for `$(NAME)`, to the
 * kubelet, which comes after us (kubernetes third_party/forked/golang/expansion).
 */
function expand(text: string, variables: Variables): string {
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (reference, name: string | undefined) =>
    name === undefined ? reference : (variables.get(name) ?? reference),
  );
}
