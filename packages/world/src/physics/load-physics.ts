import type { MainModule } from 'mujoco-js';

/** What MuJoCo said since it was last asked: warnings and errors, oldest first. */
export interface PhysicsLog {
  /** Returns the lines and forgets them. */
  take(): string[];
}

/** MuJoCo's WebAssembly build with its in-memory file system. */
export type Physics = MainModule & { readonly log: PhysicsLog };

/** More lines than that are a flood, not a message. */
const LOG_LIMIT = 100;

/**
 * A module of its own with its own memory, which grows and never shrinks. Loading takes 0.2 s; keep one for a
 * worker's life. MuJoCo 3.3.8: contacts changed in 3.4 and LIBERO's dynamics with them.
 */
export async function loadPhysics(): Promise<Physics> {
  const { default: load } = await import('mujoco-js');
  const lines: string[] = [];
  const note = (line: string) => {
    if (lines.length < LOG_LIMIT && line.trim() !== '') lines.push(line.trim());
  };
  const module = await (load as unknown as (options: object) => Promise<MainModule>)({
    print: note,
    printErr: note,
  });
  return Object.assign(module, { log: { take: () => lines.splice(0) } });
}
