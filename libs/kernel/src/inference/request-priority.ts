import { Injectable } from '@nestjs/common';
import type { GenerationRequest } from '@predict-otron/plugin-sdk';

/** How urgent generations are that do not say so themselves. Who knows whose request is being answered sets `current`. */
@Injectable()
export class RequestPriority {
  /** Asked at the subscription; higher is served first. */
  current: () => number | undefined = () => undefined;

  applyTo(request: GenerationRequest): GenerationRequest {
    const priority = request.priority ?? this.current();
    return priority === undefined ? request : { ...request, priority };
  }
}
