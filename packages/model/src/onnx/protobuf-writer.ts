const ENCODER = new TextEncoder();
/** A node of ONNX takes less: most writers never grow. */
const FIRST_BYTES = 256;

/**
 * Writes protobuf's wire format (protobuf.dev/programming-guides/encoding): varints, 32-bit fields and length-delimited
 * ones, which is all that ONNX's messages need.
 */
export class ProtobufWriter {
  #buffer = new Uint8Array(FIRST_BYTES);
  #size = 0;

  /** Integers up to 2^53; a negative one takes ten bytes, as int64 does. */
  integer(field: number, value: number): this {
    this.#varint(field * 8);
    if (value >= 0) return this.#varint(value);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (; rest > 0x7fn; rest >>= 7n) this.#byte(Number(rest & 0x7fn) | 0x80);
    return this.#byte(Number(rest));
  }

  float(field: number, value: number): this {
    this.#varint(field * 8 + 5);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#append(bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#varint(field * 8 + 2)
      .#varint(value.length)
      .#append(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, ENCODER.encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish());
  }

  /** What was written; a view that further writing may leave behind. */
  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#size);
  }

  #append(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#size);
    this.#size += bytes.length;
    return this;
  }

  #varint(value: number): this {
    let rest = value;
    for (; rest > 0x7f; rest = Math.floor(rest / 0x80)) this.#byte((rest % 0x80) | 0x80);
    return this.#byte(rest);
  }

  #byte(value: number): this {
    this.#reserve(1);
    this.#buffer[this.#size++] = value;
    return this;
  }

  #reserve(count: number): void {
    const needed = this.#size + count;
    if (needed <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#buffer.length));
    grown.set(this.#buffer.subarray(0, this.#size));
    this.#buffer = grown;
  }
}
