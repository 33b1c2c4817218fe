// Compiles the camera's kernel (AssemblyScript) to WebAssembly, as text in a source file: so it reaches Node, browsers
// and bundles alike without anybody having to find a file.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { root } from './setup.mjs';

const folder = mkdtempSync(join(tmpdir(), 'plumb-kernel-'));
const out = join(folder, 'kernel.wasm');
const { error, stderr } = await asc.main([
  join(root, 'packages/camera/kernel/index.ts'),
  ...['--outFile', out, '-O3', '--noAssert', '--runtime', 'stub', '--disableWarning', '112'],
  // the pages are those of src/pack/arena.ts
  ...['--enable', 'simd,threads,bulk-memory', '--importMemory', '--sharedMemory'],
  ...['--initialMemory', '16', '--maximumMemory', '32768'],
]);
if (error) {
  process.stderr.write(stderr.toString());
  process.exit(1);
}
writeFileSync(
  join(root, 'packages/camera/src/kernel/kernel-bytes.ts'),
  `/** Made by scripts/build-kernel.mjs from packages/camera/kernel; base64. */\nexport const KERNEL =\n  '${readFileSync(out).toString('base64')}';\n`,
);
rmSync(folder, { recursive: true });
