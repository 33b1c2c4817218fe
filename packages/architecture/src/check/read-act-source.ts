import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Evidence } from '@plumb/contract';

/** What ACT's code fixes, whatever its arguments. */
export interface ActConstants {
  readonly stateSize: number;
  readonly actionSize: number;
  readonly latent: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly backbone: string;
}

/** tonyzhaozh/act: `detr/models/detr_vae.py` and `imitate_episodes.py`. */
export const AUTHORS_CONSTANTS: ActConstants = {
  stateSize: 14,
  actionSize: 14,
  latent: 32,
  encoderLayers: 4,
  decoderLayers: 7,
  backbone: 'resnet18',
};

const LIMITS = {
  /** Bytes of a file that is read; the authors' have 20 kB. */
  file: 1024 * 1024,
};

/** Where each stands, by file: forks change the number and keep the line. */
const LINES: readonly (readonly [field: keyof ActConstants, file: 'model' | 'script', pattern: RegExp])[] = [
  ['stateSize', 'model', /^[^#\n]*\binput_proj_robot_state\s*=\s*nn\.Linear\((\d+),/m],
  ['actionSize', 'model', /^[^#\n]*\bencoder_action_proj\s*=\s*nn\.Linear\((\d+),/m],
  ['latent', 'model', /^[^#\n]*\blatent_dim\s*=\s*(\d+)/m],
  ['encoderLayers', 'script', /^\s*enc_layers\s*=\s*(\d+)/m],
  ['decoderLayers', 'script', /^\s*dec_layers\s*=\s*(\d+)/m],
  ['backbone', 'script', /^\s*backbone\s*=\s*['"](\w+)['"]/m],
];

const FILES = {
  model: ['detr/models/detr_vae.py', 'models/detr_vae.py', 'detr_vae.py'],
  script: ['imitate_episodes.py', '../imitate_episodes.py'],
} as const;

/** The constants of a copy of the repository, each where it is read; what is not found there is the authors'. */
export async function readActSource(
  folder: string,
): Promise<{ constants: ActConstants; evidence: Evidence[]; notFound: string[] }> {
  const constants: Record<string, number | string> = { ...AUTHORS_CONSTANTS };
  const evidence: Evidence[] = [];
  const notFound: string[] = [];
  const files = {
    model: await readFirst(folder, FILES.model),
    script: await readFirst(folder, FILES.script),
  };
  for (const [field, which, pattern] of LINES) {
    const file = files[which];
    const match = file && pattern.exec(file.text);
    if (!match) {
      notFound.push(field);
      continue;
    }
    constants[field] = field === 'backbone' ? match[1]! : Number(match[1]);
    const line = file.text.slice(0, match.index + match[0].search(/\S/)).split('\n').length;
    if (constants[field] !== AUTHORS_CONSTANTS[field])
      evidence.push({ kind: 'source', place: `${file.path}:${line}`, text: match[0].trim() });
  }
  return { constants: constants as unknown as ActConstants, evidence, notFound };
}

async function readFirst(folder: string, names: readonly string[]) {
  for (const name of names) {
    const path = join(folder, name);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined && text.length <= LIMITS.file) return { path, text };
  }
  return undefined;
}
