import { KERNEL } from './kernel-bytes.ts';
import { type SharedMemory, WebAssembly } from './web-assembly.ts';

/** What packages/camera/kernel exports; addresses and counts are whole numbers. */
export interface Kernel {
  setView(w: number, h: number, near: number, l: number, r: number, b: number, t: number): void;
  setScissor(left: number, right: number, bottom: number, top: number): void;
  setPicture(pixels: number, marks: number, depths: number, draw: number): void;
  setDepth(scale: number, phase: number, whole: boolean): void;
  setSamples(centre: boolean): void;
  setScratch(address: number): void;
  setLights(address: number, count: number, scratch: number, everywhere: number): void;
  setTables(seen: number, seenBefore: number, ids: number, owners: number, rows: number, geoms: number): void;
  setRecords(address: number): void;
  setResolve(colours: number, layer: number, layerColours: number, marks: number): void;
  setMirror(pixels: number, first: number, count: number, box: boolean): void;
  setSlots(address: number, table: number): void;
  clearPicture(address: number, tiles: number, depth: number): void;
  lookUpHidden(): void;
  drawGeom(geom: number, culling: boolean): void;
  startFragments(address: number, most: number, marks: number): void;
  endFragments(): number;
  countFragments(): number;
  startVisible(): void;
  listVisible(): void;
  listFragments(fragments: number, count: number): void;
  countVisible(): number;
  setUpVisible(nothing: number): void;
  resolve(): void;
  shadeFragments(fragments: number, count: number): void;
  blendFragments(fragments: number, from: number, to: number): void;
  finishFragments(colours: number): void;
  copyTiles(from: number, to: number, marks: number, bytes: number): void;
  writeRgb(colours: number, out: number): void;
  writeDepth(out: number, far: number): void;
  writeSegmentation(out: number): void;
}

let compiled: Promise<object> | undefined;

/** An instance of its own on a memory that may be shared with others. */
export async function startKernel(memory: SharedMemory): Promise<Kernel> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(KERNEL), (letter) => letter.charCodeAt(0)));
  const instance = await WebAssembly.instantiate(await compiled, { env: { memory } });
  return instance.exports as Kernel;
}
