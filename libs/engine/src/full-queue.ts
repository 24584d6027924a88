import type { Inference } from '@predict-otron/kernel';
import type { Obstacle } from '@predict-otron/service';

/** A line that was full keeps a load balancer away until it has become this short, as a share of its limit. */
const SHORT = 0.75;

/** Not ready from the moment that a line before a model is full until it has become clearly shorter. */
export function fullQueue(inference: Pick<Inference, 'queueFullness'>): Obstacle {
  let full = false;
  return () => {
    const fullness = inference.queueFullness();
    full = fullness >= (full ? SHORT : 1);
    return full ? 'the queue of a model is full' : undefined;
  };
}
