/** What is used of WebAssembly: without the DOM's types TypeScript does not know it. */
export interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
  /** @param pages of 64 kB, more */
  grow(pages: number): number;
}

interface WebAssemblyApi {
  Memory: new (limits: { initial: number; maximum: number; shared: true }) => SharedMemory;
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: { env: { memory: SharedMemory } }): Promise<{ exports: unknown }>;
}

export const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };
