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
export function petVariables(home: PetHome, ordinal: number): PetVariables {
  const { namespace, set } = home;
  const name = petName(set, ordinal);
  return {
    PET: `pod/${name}`,
    PET_NAME: name,
    PET_ORDINAL: String(ordinal),
    PET_DNS: petDnsName(home, ordinal) ?? '',
    PET_NAMESPACE: namespace,
    PET_SET: set,
  };
}

/** What other pods call a pet; nothing without a governing service. */
export function petDnsName(home: PetHome, ordinal: number): string | undefined {
  const service = serviceDnsName(home);
  return service && `${petName(home.set, ordinal)}.${service}`;
}

/** The domain that the names of all pets of a set are in. */
export function serviceDnsName({ namespace, serviceName, clusterDomain }: PetHome): string | undefined {
  return serviceName === '' ? undefined : `${serviceName}.${namespace}.svc.${clusterDomain}`;
}

/** What Kubernetes calls the domain of a cluster unless it is told otherwise. */
export const USUAL_CLUSTER_DOMAIN = 'cluster.local';

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
