import type { RecognisedPart } from '@plumb/architecture';
import type { Checkpoint } from '@plumb/checkpoint';
import { quoteForShell } from '@plumb/core';
import { formatBytes } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, cyan, dim, green, red, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { wrapText } from '../terminal/wrap.ts';
import { describeAdapter, describeFolder, describeTraffic } from './describe-folder.ts';
import type { TreeNode } from './fold-tree.ts';
import { printData } from './print-data.ts';
import { comfortableDepth, hidesLevels, printTree } from './print-tree.ts';
import { describeTensors, describeVerdict, nameFormat } from './summarise.ts';

export interface InspectionView {
  readonly width: number;
  readonly depth?: number;
  readonly all?: boolean;
  /** What reading from a server has cost. */
  readonly traffic?: { readonly bytes: number; readonly requests: number };
  /** What --stats found in the values: asked for, so it comes before all that is long. */
  readonly values?: string | undefined;
}

const LABEL = 14;

/** The first screen answers; tree, saved data and globals follow. */
export function printInspection(
  checkpoint: Checkpoint,
  parts: readonly RecognisedPart[],
  tree: readonly TreeNode[],
  view: InspectionView,
): string {
  const depth = view.depth ?? (view.all ? Number.POSITIVE_INFINITY : comfortableDepth(tree));
  const folded = hidesLevels(tree, depth);
  return [
    firstScreen(checkpoint, parts, view),
    view.values ?? '',
    tree.length > 0 &&
      `${bold('Tensors')}${folded ? dim(`  to depth ${depth}; deeper: --depth ${depth + 1}`) : ''}\n${printTree(tree, { depth, width: view.width, compact: !view.all })}`,
    checkpoint.data !== undefined && `${bold('Saved beside them')}\n${printData(checkpoint.data)}`,
    globalTable(checkpoint, view.width),
    checkpoint.notes.length > 0 &&
      `${bold('Notes')}\n${checkpoint.notes.map((note) => wrapText(`  ${safeLine(note)}`, view.width, 4)).join('\n')}`,
  ]
    .filter((section) => section !== false && section !== '')
    .join('\n\n');
}

function firstScreen(
  checkpoint: Checkpoint,
  parts: readonly RecognisedPart[],
  { width, traffic }: InspectionView,
): string {
  const line = (label: string, value: string) =>
    wrapText(`${dim(label.padEnd(LABEL))}${value}`, width, LABEL);
  const container = checkpoint.container ? `, state dict at ${bold(safeLine(checkpoint.container))}` : '';
  const prefix =
    checkpoint.prefixes.length > 0 ? `, every name prefixed ${checkpoint.prefixes.join('')}` : '';
  const known = parts.some((part) => part.architecture !== 'unknown');
  const architecture = known ? parts.map(describePart) : [dim('none that Plumb knows')];
  return [
    bold(safeLine(checkpoint.path)),
    line(
      'format',
      `${nameFormat(checkpoint.format)}, ${formatBytes(checkpoint.fileBytes)}${container}${safeLine(prefix)}`,
    ),
    line('tensors', describeTensors(checkpoint)),
    ...(checkpoint.adapter ? [line('adapter', describeAdapter(checkpoint.adapter))] : []),
    ...(checkpoint.folder ? [line('folder', describeFolder(checkpoint.folder))] : []),
    ...architecture.map((text, i) => line(i === 0 ? 'architecture' : '', text)),
    line('security', describeVerdict(checkpoint)),
    ...(traffic && traffic.requests > 0 ? [line('network', describeTraffic(traffic, checkpoint))] : []),
    // a command stays in one piece, so that it can be copied
    `${dim('next'.padEnd(LABEL))}${cyan(nextCommand(checkpoint))}`,
  ].join('\n');
}

function describePart(part: RecognisedPart): string {
  const text = safeLine(part.text);
  if (part.whole) return bold(text);
  if (part.architecture === 'unknown') return yellow(text);
  return part.path ? `${dim(`${safeLine(part.path)}:`)} ${text}` : text;
}

function nextCommand(checkpoint: Checkpoint): string {
  const path = quoteForShell(checkpoint.path);
  // what torch does not load, it does not load anywhere
  return checkpoint.verdict === 'dangerous' || /^(?:gguf|np[yz])$/.test(checkpoint.format)
    ? `plumb inspect ${path} --json`
    : `plumb check ${path} --env <environment folder or pip-freeze.txt>`;
}

const VERDICT_COLOUR = { safe: green, unknown: yellow, dangerous: red };

function globalTable(checkpoint: Checkpoint, width: number): string {
  if (checkpoint.globals.length === 0) return '';
  const order = { dangerous: 0, unknown: 1, safe: 2 };
  const rows = [...checkpoint.globals]
    .sort((a, b) => order[a.verdict] - order[b.verdict])
    .map((use) => [VERDICT_COLOUR[use.verdict](use.verdict), safeLine(use.name), dim(safeLine(use.reason))]);
  return `${bold('Globals that the pickle names')}\n${renderTable([{ title: '' }, { title: '' }, { title: '' }], rows, { width })}`;
}
