import { documentFailure, type Manifest, type Where } from '../cluster/manifests.js';
import { isMap } from '../petset/json-edit.js';
import { writtenPlace } from '../petset/legacy/origins.js';
import { translateLegacy, type TranslateOptions } from '../petset/legacy/translate.js';

/** A manifest as one of today. Whatever is said about it is said about the place where it was written. */
export interface TranslatedManifest extends Manifest {
  /** What became what, and where. */
  readonly notes: readonly string[];
}

/** Takes a manifest of 2016 for what it meant. Throws a `Failure` where that cannot be said today. */
export function translated(written: Manifest, options: TranslateOptions): TranslatedManifest {
  const { document, translations, errors, origins } = translateLegacy(written.document, options);
  if (errors.length > 0) throw documentFailure(errors, written.where);
  const where: Where = (path, at) => {
    const place = writtenPlace(origins, path);
    return written.where(place.path, place.offset ?? at);
  };
  return {
    ...written,
    document: isMap(document) ? document : written.document,
    where,
    notes: translations.map(({ path, offset, told }) => `${written.where(path, offset)}: ${told}`),
  };
}
