import type { ApiError } from './api-error.js';

/**
 * Whether a quota has no room for one object more, which may change; not that it wants something to be said of every object,
 * or that a range limits it. Source: kubernetes apiserver/pkg/admission/plugin/resourcequota/controller.go.
 */
export function isOverQuota(error: ApiError): boolean {
  return error.from === 'server' && error.code === 403 && error.message.includes('exceeded quota: ');
}
