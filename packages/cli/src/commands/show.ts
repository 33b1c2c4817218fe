import {
  type EpisodeRecord,
  EXPORTS,
  type ExportFormat,
  openRun,
  signalsOfRun,
  summariseRun,
} from '@plumb/run';
import { printProbes } from '../debug/print-probes.ts';
import { printRun } from '../eval/print-run.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';

export interface ShowOptions extends OutputOptions {
  readonly export?: ExportFormat;
  readonly videos?: number;
}

/** `plumb show RUN`: 0. */
export async function run(args: readonly string[], options: ShowOptions): Promise<number> {
  const out = await createOutput(options);
  if (options.videos !== undefined) {
    // simulator and renderer are for those who want to see something
    const { makeFilms } = await import('../eval/finish-eval.ts');
    const files = await makeFilms(args[0]!, options, out);
    if (out.json) out.printJson({ files });
    else if (files.length === 0) out.print(`No film was made: ${whyNoFilm(args[0]!, options.videos)}`);
    else for (const file of files) out.print(`written: ${file}`);
    return 0;
  }
  const opened = openRun(args[0]!);
  try {
    if (options.export) out.printRaw(EXPORTS[options.export](opened));
    else if (out.json) {
      const { spec, sessions, episodes, probes } = opened;
      const signals = signalsOfRun(episodes, spec.protocol.horizon.value);
      out.printJson({ spec, sessions, ...summariseRun(episodes), signals, episodes, probes });
    } else {
      printRun(opened, out);
      printProbes(opened.probes, out);
    }
  } finally {
    opened.close();
  }
  return 0;
}

function whyNoFilm(path: string, asked: number): string {
  const opened = openRun(path);
  opened.close();
  if (asked === 0) return '--videos 0 asks for none.';
  const isShown = ({ status, steps }: EpisodeRecord) =>
    steps > 0 && (status === 'success' || status === 'failure');
  return opened.episodes.some(isShown) ? 'it was ended before.' : 'no episode has a step and a score.';
}
