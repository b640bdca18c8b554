/** What something may be about: a record, by what holds it or while it goes, or a pet, or a claim, or what is still to be. */
export type Subject =
  | { readonly record: string | { readonly object: string } }
  | { readonly pet: { readonly name: string } }
  | { readonly claim: { readonly name: string } }
  | { readonly object: string };

/** What kubectl would call it: `pod/web-0`. */
export function subjectName(subject: Subject): string {
  if ('object' in subject) return subject.object;
  if ('pet' in subject) return `pod/${subject.pet.name}`;
  if ('claim' in subject) return `persistentvolumeclaim/${subject.claim.name}`;
  return typeof subject.record === 'string' ? subject.record : subject.record.object;
}
