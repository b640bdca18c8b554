import { petName } from './identity.js';

/** The set that a pet is of, as far as the names of the pet go. */
export interface PetHome {
  readonly namespace: string;
  readonly set: string;
  readonly serviceName: string;
  /** `cluster.local`, unless whoever made the cluster chose another one. */
  readonly clusterDomain: string;
}

/** What a command that is run for a pet is told of it, by the names of the variables. */
export function petVariables({ namespace, set, serviceName, clusterDomain }: PetHome, ordinal: number): PetVariables {
  const name = petName(set, ordinal);
  return {
    PET: `pod/${name}`,
    PET_NAME: name,
    PET_ORDINAL: String(ordinal),
    // Without a service it has no name of its own.
    PET_DNS: serviceName === '' ? '' : `${name}.${serviceName}.${namespace}.svc.${clusterDomain}`,
    PET_NAMESPACE: namespace,
    PET_SET: set,
  };
}

export type PetVariables = Readonly<Record<string, string>>;

/**
 * A word with `$(PET_NAME)` and the like replaced by what they stand for, as Kubernetes does it in the args of a container:
 * `$$(PET_NAME)` stays as `$(PET_NAME)`, and what is no variable of a pet is left alone.
 */
export function fillIn(word: string, variables: PetVariables): string {
  return word.replaceAll(/(\$?)\$\((\w+)\)/g, (written, escape: string, name: string) => {
    const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (value === undefined) return written;
    return escape === '' ? value : written.slice(1);
  });
}
