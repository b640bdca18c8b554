/** Where `kubectl apply` remembers the whole of what it applied last, to know later what to remove. It stays kubectl's. */
export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration';
