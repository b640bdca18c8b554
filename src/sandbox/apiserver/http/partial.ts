/** An object without all that is its own: what every kind has in common. */
export const partialObject = ({ metadata }: { readonly metadata: object }): object => ({
  kind: 'PartialObjectMetadata',
  apiVersion: 'meta.k8s.io/v1',
  metadata,
});
