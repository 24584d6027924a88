import type { FileHandle } from 'node:fs/promises';
import { PluginError } from '@predict-otron/plugin-sdk';

/** One field of a protobuf message. */
export interface ProtobufField {
  number: number;
  /** The number that it holds, when it is a varint. */
  value?: number;
  /** Position in the file of the field's first content byte, and of the byte after its last one. */
  start: number;
  end: number;
}

const WINDOW = 8192;
const LONGEST_VARINT = 10;
/** A tag and a length. */
const LONGEST_HEAD = 2 * LONGEST_VARINT;

/** Walks through a protobuf file and reads only what is asked for: the content of a skipped field is never read. */
export class ProtobufFile {
  private window = Buffer.alloc(0);
  private windowStart = 0;

  constructor(
    private readonly handle: FileHandle,
    private readonly path: string,
  ) {}

  /** The fields between two positions. Throws `MODEL_INVALID` where a field does not end there, or is none. */
  async *fields(start: number, end: number): AsyncGenerator<ProtobufField> {
    let position = start;
    while (position < end) {
      const field = await this.field(position, end);
      if (field.end > end) throw this.broken(`${field.end - end} bytes are missing`);
      yield field;
      position = field.end;
    }
  }

  /** All fields of a small message, by number. Of no field: none. */
  async children(field: ProtobufField | undefined): Promise<Map<number, ProtobufField[]>> {
    const children = new Map<number, ProtobufField[]>();
    if (!field) return children;
    for await (const child of this.fields(field.start, field.end)) {
      const list = children.get(child.number);
      if (list) list.push(child);
      else children.set(child.number, [child]);
    }
    return children;
  }

  /** A field's content as text; empty for no field. */
  async text(field: ProtobufField | undefined): Promise<string> {
    return field ? (await this.bytes(field.start, field.end - field.start)).toString('utf8') : '';
  }

  private async field(position: number, limit: number): Promise<ProtobufField> {
    const head = await this.bytes(position, Math.min(LONGEST_HEAD, limit - position));
    const tag = this.varint(head, 0, position);
    const number = Math.floor(tag.value / 8);
    const start = position + tag.end;
    switch (number > 0 ? tag.value % 8 : undefined) {
      case 0: {
        const { value, end } = this.varint(head, tag.end, position);
        return { number, value, start, end: position + end };
      }
      case 1:
        return { number, start, end: start + 8 };
      case 2: {
        const length = this.varint(head, tag.end, position);
        return { number, start: position + length.end, end: position + length.end + length.value };
      }
      case 5:
        return { number, start, end: start + 4 };
      default:
        throw this.broken(`no field starts at byte ${position}`);
    }
  }

  /** The number that starts at a place of the bytes, and the place behind it. */
  private varint(bytes: Buffer, at: number, position: number): { value: number; end: number } {
    let value = 0;
    for (let i = at; i < bytes.length && i < at + LONGEST_VARINT; i++) {
      const byte = bytes[i] as number;
      value += (byte & 127) * 2 ** (7 * (i - at));
      if (byte < 128) return { value, end: i + 1 };
    }
    throw this.broken(`no number starts at byte ${position + at}`);
  }

  private async bytes(position: number, length: number): Promise<Buffer> {
    const from = position - this.windowStart;
    if (from >= 0 && from + length <= this.window.length) return this.window.subarray(from, from + length);
    const buffer = Buffer.alloc(Math.max(length, WINDOW));
    const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, position);
    if (bytesRead < length) throw this.broken('it ended while it was read');
    this.window = buffer.subarray(0, bytesRead);
    this.windowStart = position;
    return this.window.subarray(0, length);
  }

  private broken(reason: string): PluginError {
    return new PluginError('MODEL_INVALID', `${this.path} is not a complete ONNX file: ${reason}`);
  }
}
