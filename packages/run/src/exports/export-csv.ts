import type { Run } from '../read-run.ts';

const COLUMNS = [
  'suite',
  'task',
  'task_name',
  'episode',
  'init_state',
  'seed',
  'status',
  'steps',
  'questions',
  'attempts',
  'first_error',
  'later_errors',
  'signals',
  'total_ms',
  'simulation_ms',
  'rendering_ms',
  'inference_ms',
  'instruction',
];

/** One line an episode; RFC 4180. */
export function exportCsv({ episodes }: Run): string {
  const rows = episodes.map((record) => [
    record.suite,
    record.task,
    record.taskName,
    record.episode,
    record.initState,
    record.seed,
    record.status,
    record.steps,
    record.questions,
    record.attempts,
    record.firstError?.code ?? '',
    record.laterErrors?.map(({ code }) => code).join(' ') ?? '',
    record.signals.map(({ code }) => code).join(' '),
    ...[record.timing.total, record.timing.simulation, record.timing.rendering, record.timing.inference].map(
      (value) => value.toFixed(1),
    ),
    record.instruction,
  ]);
  return [COLUMNS, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  // a leading = + - @ would be run as a formula by a spreadsheet; a number may keep its minus
  const text = typeof value === 'string' && /^[=+\-@]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
