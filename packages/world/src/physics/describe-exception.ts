import type { Physics } from './load-physics.ts';

/** MuJoCo's error texts are at most this long (mjCError, mjXError). */
const LONGEST = 1000;
const PROBE = '/plumb-probe.xml';
/** What 3.14's binding puts before the text. */
const PREFIX = /^(?:MuJoCo Error: )?(?:Loading error: )?/;

/** What MuJoCo said when it threw: 3.3 gives JavaScript no more than where the C++ exception lies. */
export function describeException(physics: Physics, error: unknown): string {
  const pointer = (error as { excPtr?: unknown } | null)?.excPtr;
  if (typeof pointer !== 'number') {
    const said = error instanceof Error ? error.message : String(error);
    return tidy(said.replace(PREFIX, ''));
  }
  // the memory is not exported; any array of any model shows it
  physics.FS.writeFile(PROBE, '<mujoco/>');
  const probe = physics.loadModel(PROBE);
  const memory = new Uint8Array((probe.opt.gravity as Float64Array).buffer);
  const end = memory.indexOf(0, pointer);
  const text = new TextDecoder().decode(memory.slice(pointer, Math.min(end, pointer + LONGEST)));
  probe.delete();
  return tidy(text);
}

const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();
