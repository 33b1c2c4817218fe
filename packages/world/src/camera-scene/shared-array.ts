/** Memory that the workers of a process can share; a page without cross-origin isolation has to copy. */
function allocate(bytes: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

export const sharedFloats = (length: number) => new Float32Array(allocate(length * 4));
export const sharedIndices = (length: number) => new Uint32Array(allocate(length * 4));
