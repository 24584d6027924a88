import { Injectable } from '@nestjs/common';
import type { GenerationRequest } from '@predict-otron/plugin-sdk';

/** How urgent generations are that do not say so themselves. Who knows whose requests they are sets `of`. */
@Injectable()
export class RequestPriority {
  /** Asked at the subscription; higher is served first. `origin`: see `GenerationContext`. */
  of: (origin: object) => number | undefined = () => undefined;

  applyTo(request: GenerationRequest, origin: object): GenerationRequest {
    const priority = request.priority ?? this.of(origin);
    return priority === undefined ? request : { ...request, priority };
  }
}
