import type { FieldPath } from '../field-error.js';
import { getIn, isList, isMap, setIn } from '../json-edit.js';
import type { Json } from '../kubernetes.js';
import type { AnnotationRow, Carrier, Complaint, Effect, FromText } from './annotations.js';

/** `a=b,c=d`. */
function sysctls(annotation: string): AnnotationRow {
  return {
    annotation,
    source: 'pkg/api/helpers.go (1.5), SysctlsFromPodAnnotation',
    today: 'spec.securityContext.sysctls',
    translate: ({ object, value }): Effect => {
      if (value === '') return { dropped: 'it is empty' };
      const entries = entriesOf(value);
      const complaints: readonly Complaint[] = entries
        .filter(({ text }) => !/^[^=]+=/.test(text))
        .map(({ text, offset }) => ({
          problem: `Invalid value: ${JSON.stringify(text)}: must be sysctl_name=value`,
          offset,
        }));
      if (complaints.length > 0) return { complaints };
      const became: FieldPath = ['spec', 'securityContext', 'sysctls'];
      const found = getIn(object, became);
      const present = isList(found) ? found : [];
      const added = entries.map(({ text }) => {
        const [name = ''] = text.split('=', 1);
        return { name, value: text.slice(name.length + 1) };
      });
      const fromText: readonly FromText[] = entries.map(({ offset }, index) => ({
        at: [...became, present.length + index],
        offsetOf: () => offset,
      }));
      return { object: setIn(object, became, [...present, ...added]), became, fromText };
    },
  };
}

function entriesOf(value: string): readonly { readonly text: string; readonly offset: number }[] {
  let next = 0;
  return value.split(',').map((text) => {
    const offset = next;
    next += text.length + 1;
    return { text, offset };
  });
}

interface Profile {
  readonly type: string;
  readonly localhostProfile?: string;
}

/** What a profile was called then. `docker/default` is what `runtime/default` was called before 1.11. */
const PROFILES: Readonly<Record<string, Profile>> = {
  'runtime/default': { type: 'RuntimeDefault' },
  'docker/default': { type: 'RuntimeDefault' },
  unconfined: { type: 'Unconfined' },
};

function profileOf(value: string, names: readonly string[]): Profile | undefined {
  if (value.startsWith('localhost/')) return { type: 'Localhost', localhostProfile: value.slice('localhost/'.length) };
  return names.includes(value) ? PROFILES[value] : undefined;
}

const SECCOMP = ['runtime/default', 'docker/default', 'unconfined'];
const APPARMOR = ['runtime/default', 'unconfined'];

/** A profile of the whole pod. */
const seccompOfPod: AnnotationRow = {
  annotation: 'seccomp.security.alpha.kubernetes.io/pod',
  source: 'pkg/apis/core/validation/validation.go (1.18), ValidateSeccompProfile',
  today: 'spec.securityContext.seccompProfile',
  translate: ({ object, value }) => withProfile(object, ['spec', 'securityContext', 'seccompProfile'], value, SECCOMP),
};

const seccompOfContainer: AnnotationRow = {
  annotation: 'container.seccomp.security.alpha.kubernetes.io/',
  source: 'pkg/apis/core/validation/validation.go (1.18), ValidateSeccompPodAnnotations',
  today: 'securityContext.seccompProfile of the container that it names',
  translate: (carrier) => ofContainer(carrier, 'seccompProfile', SECCOMP),
};

const appArmorOfContainer: AnnotationRow = {
  annotation: 'container.apparmor.security.beta.kubernetes.io/',
  source: 'pkg/apis/core/validation/validation.go (1.18), ValidateAppArmorPodAnnotations',
  today: 'securityContext.appArmorProfile of the container that it names',
  translate: (carrier) => ofContainer(carrier, 'appArmorProfile', APPARMOR),
};

/** The annotation and the field must say the same where both are there, as servers have it (1.19 and newer). */
function withProfile(object: Json, field: FieldPath, value: string, names: readonly string[]): Effect {
  const profile = profileOf(value, names);
  if (profile === undefined) {
    const choices = [...names, 'localhost/PROFILE'].join(', ');
    return { complaints: [{ problem: `Invalid value: ${JSON.stringify(value)}: must be one of ${choices}` }] };
  }
  const present = getIn(object, field);
  if (isMap(present) && (present.type !== profile.type || present.localhostProfile !== profile.localhostProfile)) {
    return { complaints: [{ problem: `Invalid value: ${JSON.stringify(value)}: must match ${field.join('.')}` }] };
  }
  return { object: setIn(object, field, { ...profile }), became: field };
}

function ofContainer({ object, value, rest }: Carrier, profile: string, names: readonly string[]): Effect {
  for (const list of ['initContainers', 'containers']) {
    const containers = getIn(object, ['spec', list]);
    const index = isList(containers) ? containers.findIndex((each) => getIn(each, ['name']) === rest) : -1;
    if (index !== -1) return withProfile(object, ['spec', list, index, 'securityContext', profile], value, names);
  }
  return { complaints: [{ problem: `Invalid value: ${JSON.stringify(rest)}: there is no such container` }] };
}

/** Annotations of pods that are about what their containers may do. Containers must have been read before. */
export const SECURITY_ROWS: readonly AnnotationRow[] = [
  sysctls('security.alpha.kubernetes.io/sysctls'),
  sysctls('security.alpha.kubernetes.io/unsafe-sysctls'),
  seccompOfPod,
  seccompOfContainer,
  appArmorOfContainer,
];
