const CREATED = {
  claim: /^persistentvolumeclaim\/(\S+) created$/,
  pod: /^pod\/(\S+) created$/,
};

/**
 * Lines with each claim right before the pod that it was created for, and the claims of one pod by name: how much earlier a
 * claim comes, and which one first, is a matter of pace. A claim that comes after its pod stays where it is, and so does one
 * that was there before something else than pods was told.
 */
export function claimsBesidePods(lines: readonly string[]): string[] {
  const ordered: string[] = [];
  const ahead = new Set<string>();
  for (const [at, line] of lines.entries()) {
    if (pacedFrom(lines, at).some((later) => isClaimOf(line, later))) {
      ahead.add(line);
      continue;
    }
    const claims = [...ahead].filter((claim) => isClaimOf(claim, line)).sort();
    for (const claim of claims) ahead.delete(claim);
    ordered.push(...claims, line);
  }
  return ordered;
}

/** The lines of pods, and of claims that were created, which follow upon each other from there. */
function pacedFrom(lines: readonly string[], at: number): readonly string[] {
  const end = lines.findIndex((line, index) => index > at && !line.startsWith('pod/') && !CREATED.claim.test(line));
  return lines.slice(at, end === -1 ? undefined : end);
}

function isClaimOf(line: string, of: string): boolean {
  const [, claim] = CREATED.claim.exec(line) ?? [];
  const [, pod] = CREATED.pod.exec(of) ?? [];
  return claim !== undefined && pod !== undefined && claim.endsWith(`-${pod}`);
}
