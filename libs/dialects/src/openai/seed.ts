import { applyDecorators } from '@nestjs/common';
import { Field } from '../fields/field.js';
import { Rule } from '../fields/rule.js';

const LOWEST = -(2 ** 63);
const HIGHEST = 2 ** 64;

/** A seed: any integer of 64 bits, signed or not. */
export function SeedField(): PropertyDecorator {
  return applyDecorators(
    Field({
      type: 'integer',
      description:
        'The same seed gives the same text for the same request alone. Any integer of 64 bits; JSON numbers are exact up to 2^53.',
      example: 42,
    }),
    Rule((value) =>
      typeof value === 'number' && Number.isInteger(value) && value >= LOWEST && value < HIGHEST
        ? undefined
        : 'must be an integer of 64 bits',
    ),
  );
}

/** The unsigned 32-bit seed that stands for one of 64 bits: itself where it fits, always the same one where it does not. */
export function seed32(seed: number): number {
  const bits = BigInt.asUintN(64, BigInt(seed));
  const low = Number(bits & 0xffff_ffffn);
  const high = Number(bits >> 32n);
  return (low ^ mix(high)) >>> 0;
}

/** MurmurHash3's last step: 0 stays 0, and all others are spread over the 32 bits, no two alike. */
function mix(bits: number): number {
  let mixed = Math.imul(bits ^ (bits >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 16);
}
