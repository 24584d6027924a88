import { ApiProperty } from '@nestjs/swagger';
import type { EndEvent } from '@predict-otron/plugin-sdk';

/** Measured times of a request, in milliseconds. */
export class AnswerTimings {
  @ApiProperty({ description: 'Until the model had room for it; of several answers the longest time.', example: 0.4 })
  queue_ms!: number;

  @ApiProperty({ description: 'Reading the prompt; of several answers the longest time.', example: 18.2 })
  prompt_ms!: number;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Generating, for each token of an answer on average; null when none was generated.',
    example: 7.9,
  })
  ms_per_token!: number | null;

  @ApiProperty({ type: 'integer', description: 'Tokens of the prompt that were not computed again.', example: 0 })
  cached_tokens!: number;
}

/** Adds up the times of a request's answers. */
export class TimingsCount {
  private queueMs = 0;
  private promptMs = 0;
  private generationMs = 0;
  private tokens = 0;

  add({ timings, usage }: EndEvent): void {
    this.queueMs = Math.max(this.queueMs, timings.queueMs);
    this.promptMs = Math.max(this.promptMs, timings.promptMs);
    this.generationMs += timings.generationMs;
    this.tokens += usage.completionTokens;
  }

  total(cachedTokens: number): AnswerTimings {
    return {
      queue_ms: rounded(this.queueMs),
      prompt_ms: rounded(this.promptMs),
      ms_per_token: this.tokens === 0 ? null : rounded(this.generationMs / this.tokens),
      cached_tokens: cachedTokens,
    };
  }
}

/** To the microsecond: more digits would be noise. */
function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
