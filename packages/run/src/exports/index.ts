import type { Run } from '../read-run.ts';
import { exportAtlas } from './export-atlas.ts';
import { exportCsv } from './export-csv.ts';
import { exportLerobot } from './export-lerobot.ts';
import { exportPlumb } from './export-plumb.ts';
import { exportVlaEval } from './export-vla-eval.ts';

const json = (layout: (run: Run) => unknown) => (run: Run) => `${JSON.stringify(layout(run), null, 2)}\n`;

/** Layouts by name; each gives the text of a file. */
export const EXPORTS = {
  plumb: json(exportPlumb),
  atlas: json(exportAtlas),
  lerobot: json(exportLerobot),
  'vla-eval': json(exportVlaEval),
  csv: exportCsv,
} as const satisfies Record<string, (run: Run) => string>;

export type ExportFormat = keyof typeof EXPORTS;
