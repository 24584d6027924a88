import { ApiProperty } from '@nestjs/swagger';

/** What the check of one model found. */
export class VerifiedModel {
  @ApiProperty({ example: 'acme/chat-GGUF' })
  id!: string;

  @ApiProperty({ type: 'integer', description: 'Files whose content is what it was when it came.' })
  intact!: number;

  @ApiProperty({
    type: 'integer',
    description: 'Files of which nobody told a checksum, such as copies of other tools.',
  })
  unknown!: number;

  @ApiProperty({ type: [String], description: 'Files that changed: delete the model and pull it again.' })
  damaged!: string[];
}

/** Answer of `POST /models/verify`. */
export class VerificationReport {
  @ApiProperty({ description: 'Nothing is damaged.' })
  ok!: boolean;

  @ApiProperty({ type: [VerifiedModel] })
  models!: VerifiedModel[];
}

/** Answer of `DELETE /models/{id}`. */
export class DeletedModel {
  @ApiProperty({ example: 'acme/chat-GGUF' })
  id!: string;

  @ApiProperty({ enum: ['model'] })
  object!: 'model';

  @ApiProperty()
  deleted!: boolean;

  @ApiProperty({ type: 'integer', description: 'Bytes that are free again.' })
  freed_bytes!: number;
}
