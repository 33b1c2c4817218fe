/**
 * Writes protobuf's wire format (protobuf.dev/programming-guides/encoding): varints, 32-bit fields and length-delimited
 * ones, which is all that ONNX's messages need.
 */
export class ProtobufWriter {
  #parts: Uint8Array[] = [];
  #size = 0;

  /** Integers up to 2^53; a negative one takes ten bytes, as int64 does. */
  integer(field: number, value: number | bigint): this {
    this.#varint(BigInt(field * 8));
    this.#varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }

  float(field: number, value: number): this {
    this.#varint(BigInt(field * 8 + 5));
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#push(bytes);
  }

  bytes(field: number, value: Uint8Array): this {
    this.#varint(BigInt(field * 8 + 2));
    this.#varint(BigInt(value.length));
    return this.#push(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtobufWriter): this {
    this.#varint(BigInt(field * 8 + 2));
    this.#varint(BigInt(value.#size));
    this.#parts.push(...value.#parts);
    this.#size += value.#size;
    return this;
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.#size);
    let at = 0;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  #push(bytes: Uint8Array): this {
    this.#parts.push(bytes);
    this.#size += bytes.length;
    return this;
  }

  #varint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    do {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      bytes.push(rest > 0n ? low | 0x80 : low);
    } while (rest > 0n);
    this.#push(Uint8Array.from(bytes));
  }
}
