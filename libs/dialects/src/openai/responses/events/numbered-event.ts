import { ApiProperty } from '@nestjs/swagger';

/** What all events of a streamed response have. */
export class NumberedEvent {
  @ApiProperty({ type: 'integer', minimum: 0, description: 'Counts the events of the stream.' })
  sequence_number!: number;
}
