/** The name of the provisioner, as storage classes and claims carry it. */
export const PROVISIONER = 'petset.test/hostpath';
