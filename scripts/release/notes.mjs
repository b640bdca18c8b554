// What the changelog says of a version: the text of its release.

/** @param {string} changelog @param {string} version */
export function notesOf(changelog, version) {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => text.split(/[\s[\]]+/).find((word) => word !== '') === version);
  if (section === undefined) throw new Error(`CHANGELOG.md has no section "## ${version}"`);
  const [, ...lines] = section.split('\n');
  return `${lines.join('\n').trim()}\n`;
}
