/** What differs from cluster to cluster and from run to run, and what stands for it. */
const VOLATILE: readonly (readonly [RegExp, string])[] = [
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, 'UID'],
  [/\b[a-z0-9.-]+:\/\/[0-9a-f]{64}\b/g, 'CONTAINER-ID'],
  [/"[0-9a-f]{64}"/g, '"ID"'],
  [/\S*sha256:[0-9a-f]{64}\b/g, 'IMAGE-ID'],
  [/\b[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(?:\.[0-9]+)?Z\b/g, 'TIME'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9:]{8} [+-][0-9]{4}\b/g, 'TIME'],
  [/(resourceVersion"?: ?"?)[0-9]+/g, '$1VERSION'],
  [/(resourceVersion[=,] ?|Resource Version: +)[0-9]+/g, '$1VERSION'],
  [/https?:\/\/(?:127\.0\.0\.1|localhost):[0-9]+/g, 'SERVER'],
  [/default-scheduler-[-a-z0-9]+/g, 'default-scheduler-HOST'],
  [/kubectl-edit-[0-9]+/g, 'kubectl-edit-N'],
  // Some 18 digits in hexadecimal: the time, in the name of an event.
  [/\.[0-9a-f]{16}\b/g, '.HEX'],
  // What is called after its template, and what it makes.
  [/(?<=[a-z0-9]-)[bcdfghjklmnpqrstvwxz24-9]{8,10}-[bcdfghjklmnpqrstvwxz24-9]{5}\b/g, 'HASH-RANDOM'],
  [/(?<=[a-z0-9]-)(?=[a-z]*[0-9])[bcdfghjklmnpqrstvwxz24-9]{8,10}\b/g, 'HASH'],
  [/(?<=pod-template-hash=)[bcdfghjklmnpqrstvwxz24-9]{8,10}\b/g, 'HASH'],
  [/\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b/g, 'IP'],
  // Ages in a column, or in brackets.
  [/(?<=^|[ (]|over )(?<!for |[a-z]: +|cpu .*)(?:[0-9]+[yhdms]){1,2}(?= *$| {2}| ago\)| \(x|\))/gm, 'AGE'],
  // How often something was told is a matter of time.
  [/AGE \(x[0-9]+ over AGE\)/g, 'AGE'],
];

/** Lines that a cluster adds or leaves out as it is set up. */
const OPTIONAL: readonly RegExp[] = [
  // The account of a pod that names none.
  /^Service Account: +default\n|^ *serviceAccount(?:Name)?: default\n/gm,
  // Whether the node has an address.
  /^ *hostIP: IP\n^ *hostIPs:\n^ *- ip: IP\n/gm,
  /(?<=^Node: +NODE\/)IP$/gm,
  // A kubelet without a name server, or one that is slow to see a secret.
  /^.*MissingClusterDNS.*\n|^.*FailedMount.*timed out waiting.*\n/gm,
  // Certificates that a distribution puts into every namespace.
  /^.*openshift-service-ca\.crt.*\n/gm,
  // What a pet goes through on its way, as far as its cluster lets anybody see it.
  /^pod\/\S+ (?:Pending|ContainerCreating|PodInitializing|Init:[0-9]+\/[0-9]+|terminating(?: \(grace period AGE\))?|Completed|Running, [0-9]+\/[0-9]+ ready)\n/gm,
  // What is told of a pet whose volume is not there within two seconds.
  /^pod\/\S+ (?:cannot be scheduled|waits for a volume for its claim \S+ \(storage class ).*\n/gm,
  // What kubectl logs to itself.
  /^[EIW][0-9]{4} .*\n/gm,
  // What the embedded cluster says it lacks.
  /^Warning: this embedded cluster has no controller for .*\n/gm,
];

/** A text as every cluster and every run would have it; `own` are values that are known to be volatile, and their names. */
export function blank(text: string, own: readonly (readonly [value: string, name: string])[]): string {
  let blanked = text;
  for (const [value, name] of own) blanked = blanked.replaceAll(value, name);
  for (const [pattern, name] of VOLATILE) blanked = blanked.replaceAll(pattern, name);
  for (const lines of OPTIONAL) blanked = blanked.replaceAll(lines, '');
  return blanked
    .split('\n')
    .map((line) =>
      line
        .replace(/^ {13,}/, ' '.repeat(13))
        .replaceAll(/(?<=\S) {2,}/g, '   ')
        .trimEnd(),
    )
    .join('\n');
}
