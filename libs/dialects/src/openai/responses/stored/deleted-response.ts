import { ApiProperty } from '@nestjs/swagger';

/** Answer of `DELETE /v1/responses/{response_id}`. */
export class DeletedResponse {
  @ApiProperty({ example: 'resp_4c2f0a6b9d1e4f7c8a5b3d2e1f0a9b8c' })
  id!: string;

  @ApiProperty({ enum: ['response'] })
  object!: 'response';

  @ApiProperty({ enum: [true] })
  deleted!: true;
}
