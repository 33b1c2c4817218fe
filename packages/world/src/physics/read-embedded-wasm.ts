import { open } from 'node:fs/promises';

/** How mujoco-js embeds its binary: a string of base64 whose first bytes are "\0asm". */
const BEFORE = "base64Decode('";
const MAGIC = 'AGFzb';
/** The string stands within the first so many bytes. */
const SEARCHED = 262_144;
/** A multiple of 4 characters, so that each piece is base64 by itself. */
const PIECE = 1 << 20;

/**
 * The WebAssembly binary inside a module of Emscripten's single-file kind, read piece by piece: letting the module
 * decode it keeps 20 MB more for good. Throws a plain `Error` where there is none.
 */
export async function readEmbeddedWasm(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const head = Buffer.alloc(SEARCHED);
    const { bytesRead } = await file.read(head, 0, SEARCHED, 0);
    const start = head.subarray(0, bytesRead).indexOf(BEFORE + MAGIC) + BEFORE.length;
    if (start < BEFORE.length) throw new Error(`${path} holds no WebAssembly where it should`);
    const { size } = await file.stat();
    const binary = new Uint8Array(Math.floor(((size - start) * 3) / 4));
    const piece = Buffer.alloc(PIECE);
    let length = 0;
    for (let at = start; ; at += PIECE) {
      const { bytesRead: count } = await file.read(piece, 0, PIECE, at);
      const end = piece.subarray(0, count).indexOf("'");
      const decoded = Buffer.from(piece.toString('latin1', 0, end < 0 ? count : end), 'base64');
      binary.set(decoded, length);
      length += decoded.length;
      if (end >= 0) return binary.subarray(0, length);
      if (count < PIECE) throw new Error(`${path} ends within its WebAssembly`);
    }
  } finally {
    await file.close();
  }
}
