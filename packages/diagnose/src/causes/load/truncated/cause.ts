import type { Cause, Match } from '../../../cause.ts';
import type { Facts, Problem } from '../../../facts.ts';
import { firstOfEachLog, fromLog, logHits } from '../../look-up-facts.ts';

const CODE = 'load/truncated';

/** An archive that merely is damaged has its end; one that was cut has lost it. */
function cutShort({ code, error }: Problem): boolean {
  if (code === 'CHECKPOINT_TRUNCATED') return true;
  return code === 'ZIP_MALFORMED' && /end record is missing|lies beyond its end|is cut short/.test(error);
}

function match(facts: Facts): Match | undefined {
  const files = facts.problems.filter(cutShort);
  const logged = ['central-directory', 'buffer'].flatMap((pattern) =>
    firstOfEachLog(logHits(facts, CODE, pattern)),
  );
  if (files.length + logged.length === 0) return undefined;
  return {
    strength: files.length > 0 || logHits(facts, CODE, 'buffer').length > 0 ? 'proven' : 'likely',
    evidence: [
      ...files.map(({ path, error }) => ({ kind: 'checkpoint', place: path, text: error }) as const),
      ...logged.map(fromLog),
    ],
    details: { file: files[0]?.path ?? 'The checkpoint' },
    ...(files.length > 0 ? {} : { next: ['plumb inspect CHECKPOINT'] }),
  };
}

export const truncated: Cause = {
  code: CODE,
  title: 'The checkpoint is cut short',
  what: '{file} ends before its own table of contents says it should.',
  why: 'A download or a save was interrupted, or the disk was full. In a PyTorch archive the directory stands at the end and is the first to be lost; in safetensors the header names offsets beyond the end.',
  covers: ['A13'],
  explains: ['load-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Fetch or copy the file again and compare size and SHA-256 with the origin.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'The transfer.',
      risk: 'None. A save that was interrupted cannot be mended: take the checkpoint before it.',
    },
    {
      when: 'long-term',
      text: 'Save to a temporary name and rename when complete.',
      commands: [],
      cost: 'Two lines.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'central-directory',
      contains: 'failed finding central directory',
      regex: /failed reading zip archive: failed finding central directory/,
    },
    {
      name: 'buffer',
      contains: 'MetadataIncompleteBuffer',
      regex: /Error while deserializing header: MetadataIncompleteBuffer/,
    },
  ],
  match,
};
