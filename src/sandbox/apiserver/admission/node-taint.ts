import type { Node } from '../../model/core.js';
import type { Plugin } from './plugin.js';

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** A new node gets no pods before somebody found it ready (plugin TaintNodesByCondition). */
export const NODE_TAINT: Plugin = {
  mutateNew: (_server, { kind }, draft) => {
    if (kind.group !== '' || kind.plural !== 'nodes') return;
    const { spec } = draft as Node;
    const isTainted = spec.taints?.some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect);
    if (isTainted !== true) spec.taints = [...(spec.taints ?? []), { ...NOT_READY }];
  },
};
