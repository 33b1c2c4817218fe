import { extname } from 'node:path';
import { PlumbError } from '@plumb/core';

export const REPORT_FORMATS = ['terminal', 'html', 'markdown', 'github', 'sarif', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

const BY_EXTENSION: Readonly<Record<string, ReportFormat>> = {
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.sarif': 'sarif',
  '.json': 'json',
};

/** The format of a report by its file's name; GitHub's own tools name SARIF files `x.sarif.json` as well. */
export function formatOf(path: string): ReportFormat {
  if (path.toLowerCase().endsWith('.sarif.json')) return 'sarif';
  const format = BY_EXTENSION[extname(path).toLowerCase()];
  if (format) return format;
  throw new PlumbError({
    code: 'REPORT_FORMAT_UNKNOWN',
    what: `Plumb does not know how to write ${path}.`,
    why: 'The format of a report follows from the end of its name.',
    remedy: `Use one of ${Object.keys(BY_EXTENSION).join(', ')}; for an issue on GitHub: --format github > issue.md`,
  });
}
