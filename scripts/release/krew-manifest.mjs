// Fills in the manifest for krew: version, addresses and sums.
import { dump, load } from 'js-yaml';
import { manifestProblems, platformFor } from './krew-rules.mjs';

/**
 * The text of the manifest of a release: the given one, which is that of no release, with what it has of this one.
 *
 * @param {string} text
 * @param {string} version
 * @param {readonly { platform: import('./platforms.mjs').Platform, archive: string, sha256: string }[]} archives
 */
export function filledManifest(text, version, archives) {
  const manifest = /** @type {import('./krew-rules.mjs').KrewManifest} */ (load(text));
  const platforms = archives.map(({ platform, archive, sha256 }) => {
    const found = platformFor(manifest, platform);
    if (found === undefined) throw new Error(`krew-manifest.yaml has no platform for ${platform.os}/${platform.arch}`);
    return { ...found, uri: `${manifest.spec?.homepage}/releases/download/v${version}/${archive}`, sha256 };
  });
  const filled = { ...manifest, spec: { ...manifest.spec, version: `v${version}`, platforms } };
  const problems = manifestProblems(filled);
  if (problems.length > 0) throw new Error(`krew would not take the manifest:\n${problems.join('\n')}`);
  return dump(filled, { lineWidth: -1 });
}
