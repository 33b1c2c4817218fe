import { createRequire } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { PlumbError } from '@plumb/core';
import type { MainModule, MjModel } from 'mujoco-js';
import { DEFAULT_PHYSICS, PHYSICS, type PhysicsVersion } from './physics-version.ts';
import { readEmbeddedWasm } from './read-embedded-wasm.ts';

/** What MuJoCo said since it was last asked: warnings and errors, oldest first. */
export interface PhysicsLog {
  /** Returns the lines and forgets them. */
  take(): string[];
}

/** MuJoCo's WebAssembly build with its in-memory file system; what the builds do differently stands here. */
export type Physics = Omit<MainModule, 'MjModel'> & {
  /** The release, e.g. 3.3.8. */
  readonly release: string;
  readonly log: PhysicsLog;
  /** Compiles a file of the module's file system; throws what MuJoCo throws. */
  loadModel(path: string): MjModel;
};

// TypeScript's own types of it come with those of the DOM
declare const WebAssembly: {
  compile(binary: Uint8Array): Promise<object>;
  instantiate(compiled: object, imports: object): Promise<object>;
};

type Factory = (options: object) => Promise<MainModule>;
type Loaders = { loadFromXML?: (path: string) => MjModel; from_xml_path?: (path: string) => MjModel };

/** More lines than that are a flood, not a message. */
const LOG_LIMIT = 100;

/**
 * A module of its own with its own memory, which grows and never shrinks. Loading takes 0.2 s; keep one for a
 * worker's life. Threads of one process share the compiled code. Throws `PHYSICS_UNFIT` where the module that is
 * installed is another release or lacks a function.
 */
export async function loadPhysics(version: PhysicsVersion = DEFAULT_PHYSICS): Promise<Physics> {
  const lines: string[] = [];
  const note = (line: string) => {
    if (lines.length < LOG_LIMIT && line.trim() !== '') lines.push(line.trim());
  };
  const module = await instantiate(version, { print: note, printErr: note });
  const { release } = PHYSICS[version];
  const found = module.mj_versionString();
  if (found !== release) throw unfit(version, `it is MuJoCo ${found}`);
  const loaders = module.MjModel as unknown as Loaders;
  const load = loaders.loadFromXML ?? loaders.from_xml_path;
  if (load === undefined) throw unfit(version, 'it has no function that compiles a file');
  return Object.assign(module, {
    release,
    log: { take: () => lines.splice(0) },
    loadModel: (path: string) => load(path),
  });
}

async function instantiate(version: PhysicsVersion, options: object): Promise<MainModule> {
  // MuJoCo's largest functions take V8's optimising compiler 10 MB each; one at a time is as fast in the end
  setFlagsFromString('--wasm-num-compilation-tasks=1');
  if (version === '3.14') return ((await import('@mujoco/mujoco')).default as unknown as Factory)(options);
  const name = PHYSICS['3.3'].module;
  const binary = await readEmbeddedWasm(createRequire(import.meta.url).resolve(name));
  const compiled = await WebAssembly.compile(binary);
  const { default: load } = await import('mujoco-js');
  return new Promise((resolve, reject) => {
    // Emscripten's hook: the instance is handed over later, the return value is not used
    const instantiateWasm = (imports: object, done: (instance: object) => void) => {
      WebAssembly.instantiate(compiled, imports).then(done, reject);
      return {};
    };
    (load as unknown as Factory)({ ...options, instantiateWasm }).then(resolve, reject);
  });
}

function unfit(version: PhysicsVersion, problem: string): PlumbError {
  const { module, release } = PHYSICS[version];
  return new PlumbError({
    code: 'PHYSICS_UNFIT',
    what: `The package ${module} is not the one that Plumb runs as --physics ${version}: ${problem}.`,
    why: 'Each release of MuJoCo moves some scenes differently and names some functions differently.',
    remedy: `Install it as package-lock.json says (MuJoCo ${release}): \`npm ci\`.`,
  });
}
