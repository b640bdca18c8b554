// What krew and the checks of krew-index ask of a manifest. Each rule says where in https://github.com/kubernetes-sigs/krew it is.

/** @typedef {{ os: string, arch: string }} Env */
/** @typedef {{ key: string, operator: string, values?: string[] }} Expression */
/** @typedef {{ matchLabels?: Record<string, string>, matchExpressions?: Expression[] }} Selector */
/** @typedef {{ from?: string, to?: string }} FileOperation */
/** @typedef {{ uri?: string, sha256?: string, bin?: string, files?: FileOperation[] | null, selector?: Selector }} KrewPlatform */
/**
 * @typedef {{
 *   apiVersion?: string,
 *   kind?: string,
 *   metadata?: { name?: string },
 *   spec?: { version?: string, shortDescription?: string, description?: string, homepage?: string, caveats?: string,
 *     platforms?: KrewPlatform[] },
 * }} KrewManifest
 */

/** cmd/validate-krew-manifest/main.go, allPlatforms */
const ENVS = [
  ...['386', 'amd64', 'arm64'].map((arch) => ({ os: 'windows', arch })),
  ...['386', 'amd64', 'arm', 'arm64', 'ppc64le'].map((arch) => ({ os: 'linux', arch })),
  ...['386', 'amd64', 'arm64'].map((arch) => ({ os: 'darwin', arch })),
];

/** internal/installation/semver: what apimachinery's ParseSemantic takes, with a v before it. */
const VERSION =
  /^v(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;

/**
 * Of a manifest as a whole: internal/index/validation/validate.go, ValidatePlugin; the fields that may be there are those of
 * pkg/index/types.go. That there is a description is asked by the documentation (plugin-manifest.md), and that the name is of
 * lower case with hyphens and without "kube-" by the naming guide.
 *
 * @type {readonly (readonly [string, (manifest: KrewManifest) => boolean])[]}
 */
const RULES = [
  ['apiVersion is that of krew', ({ apiVersion }) => apiVersion === 'krew.googlecontainertools.github.com/v1alpha2'],
  ['kind is Plugin', ({ kind }) => kind === 'Plugin'],
  ['the name is of lower case with hyphens', ({ metadata }) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(metadata?.name ?? '')],
  ['the name does not say kube', ({ metadata }) => !(metadata?.name ?? '').startsWith('kube')],
  ['there is a short description', ({ spec }) => (spec?.shortDescription ?? '') !== ''],
  ['the short description is one line', ({ spec }) => !/[\r\n]/.test(spec?.shortDescription ?? '')],
  ['there is a description', ({ spec }) => (spec?.description ?? '') !== ''],
  ['there is a homepage', ({ spec }) => /^https:\/\/\S+$/.test(spec?.homepage ?? '')],
  ['the version is a semantic one behind a v', ({ spec }) => VERSION.test(spec?.version ?? '')],
  ['there is a platform', ({ spec }) => (spec?.platforms ?? []).length > 0],
  ['no field is unknown', (manifest) => unknownFields(manifest).length === 0],
];

/**
 * Of each platform: validate.go, validatePlatform, validateFiles and validateSelector; archives are zip or tar.gz
 * (internal/download/downloader.go, defaultExtractors); on Windows only .exe can be called (plugin-manifest.md).
 *
 * @type {readonly (readonly [string, (platform: KrewPlatform) => boolean])[]}
 */
const PLATFORM_RULES = [
  ['the uri is one of an archive', ({ uri }) => /^https:\/\/\S+\.(zip|tar\.gz)$/.test(uri ?? '')],
  ['sha256 is one', ({ sha256 }) => /^[a-f0-9]{64}$/.test(sha256 ?? '')],
  ['there is a bin', ({ bin }) => (bin ?? '') !== ''],
  ['bin stays where it is installed', ({ bin }) => !/^[/\\]|\.\./.test(bin ?? '')],
  ['bin is an .exe on Windows', (it) => !ENVS.some((e) => e.os === 'windows' && matches(it.selector, e)) || isExe(it)],
  ['files is not there, or not empty', ({ files }) => files === undefined || (files?.length ?? 0) > 0],
  ['each of files has a from and a to', ({ files }) => (files ?? []).every(({ from, to }) => !!from && !!to)],
  ['the selector says something', ({ selector }) => Object.values(selector ?? {}).some((it) => sizeOf(it) > 0)],
  ['no part of the selector is empty', ({ selector }) => Object.values(selector ?? {}).every((it) => sizeOf(it) > 0)],
  [
    'the selector asks for os and arch only',
    ({ selector }) => keysOf(selector).every((key) => /^(os|arch)$/.test(key)),
  ],
  ['there is something that the selector matches', ({ selector }) => ENVS.some((env) => matches(selector, env))],
];

/**
 * What is wrong with a manifest; nothing, if krew would take it.
 *
 * @param {KrewManifest} manifest
 * @returns {readonly string[]}
 */
export function manifestProblems(manifest) {
  const platforms = manifest.spec?.platforms ?? [];
  return [
    ...RULES.filter(([, holds]) => !holds(manifest)).map(([rule]) => `not so: ${rule}`),
    ...platforms.flatMap((platform, at) =>
      PLATFORM_RULES.filter(([, holds]) => !holds(platform)).map(([rule]) => `spec.platforms[${at}], not so: ${rule}`),
    ),
    ...ENVS.filter((env) => platforms.filter(({ selector }) => matches(selector, env)).length > 1).map(
      ({ os, arch }) => `more than one of spec.platforms is for ${os}/${arch}`,
    ),
  ];
}

/**
 * The platform that krew installs there: internal/installation/platform.go, matchPlatform.
 *
 * @param {KrewManifest} manifest
 * @param {Env} env
 */
export const platformFor = (manifest, env) => manifest.spec?.platforms?.find(({ selector }) => matches(selector, env));

/**
 * As apimachinery's LabelSelectorAsSelector has it, for labels that are always there.
 *
 * @param {Selector | undefined} selector
 * @param {Env} env
 */
function matches(selector, env) {
  const labels = new Map(Object.entries(env));
  return (
    Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels.get(key) === value) &&
    (selector?.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
      const isIn = values.includes(labels.get(key) ?? '');
      return { In: isIn, NotIn: !isIn, Exists: labels.has(key), DoesNotExist: !labels.has(key) }[operator] ?? false;
    })
  );
}

/** @param {Selector | undefined} selector */
const keysOf = (selector) => [
  ...Object.keys(selector?.matchLabels ?? {}),
  ...(selector?.matchExpressions ?? []).map(({ key }) => key),
];

/** @param {object | null | undefined} it */
const sizeOf = (it) => Object.keys(it ?? {}).length;

/** @param {KrewPlatform} platform */
const isExe = ({ bin }) => (bin ?? '').endsWith('.exe');

const FIELDS = {
  manifest: ['apiVersion', 'kind', 'metadata', 'spec'],
  spec: ['version', 'shortDescription', 'description', 'caveats', 'homepage', 'platforms'],
  platform: ['uri', 'sha256', 'selector', 'files', 'bin'],
};

/** krew overlooks them, and so whatever was meant by them (indexscanner/scanner.go, decodeFile). @param {KrewManifest} manifest */
const unknownFields = (manifest) => [
  ...Object.keys(manifest).filter((field) => !FIELDS.manifest.includes(field)),
  ...Object.keys(manifest.spec ?? {}).filter((field) => !FIELDS.spec.includes(field)),
  ...(manifest.spec?.platforms ?? []).flatMap(Object.keys).filter((field) => !FIELDS.platform.includes(field)),
];
