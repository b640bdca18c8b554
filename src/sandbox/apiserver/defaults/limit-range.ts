import type { LimitRange } from '../../model/core.js';

/**
 * What a limit range says of containers without saying it: the default limit is the maximum, the default request the
 * default limit or else the minimum (kubernetes pkg/apis/core/v1/defaults.go, SetDefaults_LimitRangeItem).
 */
export function setLimitRangeDefaults({ spec }: LimitRange): void {
  for (const item of spec.limits ?? []) {
    if (item.type !== 'Container') continue;
    const limits = { ...item.max, ...item.default };
    const requests = { ...item.min, ...limits, ...item.defaultRequest };
    if (Object.keys(limits).length > 0) item.default = limits;
    if (Object.keys(requests).length > 0) item.defaultRequest = requests;
  }
}
