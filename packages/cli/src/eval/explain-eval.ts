import { readFile } from 'node:fs/promises';
import { PlumbError } from '@plumb/core';
import {
  chooseProtocol,
  defaultProtocol,
  explainProtocol,
  findProtocol,
  PROTOCOLS,
  valuesOf,
} from '@plumb/evaluate';
import { FAMILIES, type Family, overrideManifest, parsePolicyAddress } from '@plumb/policy';
import type { ProtocolSettings } from '@plumb/run';
import type { Output } from '../terminal/output.ts';
import { bold, dim, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { wrapText } from '../terminal/wrap.ts';
import type { EvalOptions } from './eval-options.ts';

const SUITE = 'libero_spatial';

/** `plumb eval --explain`: every value, its source, and how the other protocols differ. No server is asked. */
export async function explainEval(
  name: string | undefined,
  options: EvalOptions,
  out: Output,
): Promise<number> {
  const suite = options.suite ?? SUITE;
  const kind = name === undefined ? 'blind' : parsePolicyAddress(name).kind;
  const family: Family = kind in FAMILIES ? (kind as Family) : 'plain';
  const { manifest, given } = overrideManifest(FAMILIES[family], options.manifest ?? []);
  const protocol =
    options.protocol === undefined
      ? ({ value: defaultProtocol(name ?? ''), from: 'default' } as const)
      : ({ value: options.protocol, from: 'given' } as const);
  const settings = chooseProtocol(
    protocol,
    suite,
    { manifest, overrides: given },
    {
      ...(options.settle !== undefined && { settleSteps: options.settle }),
      ...(options.horizon !== undefined && { horizon: options.horizon }),
      ...(options.replan !== undefined && { replan: options.replan }),
      ...(options.episodes !== undefined && { episodes: options.episodes }),
      ...(options.seed !== undefined && { seed: options.seed }),
    },
  );
  if (options.script !== undefined) return compareScript(options.script, suite, settings, out);
  const others = PROTOCOLS.filter((row) => row.name !== settings.name.value);
  const explained = explainProtocol(settings);
  const beside = others.map((row) => ({
    name: row.name,
    ...explainProtocol(settings, valuesOf(row, suite)),
  }));
  if (out.json) {
    const { title, source, notes } = explained.protocol;
    const differences = beside.map(({ name: other, lines }) => ({
      protocol: other,
      differs: lines.filter(({ differs }) => differs),
    }));
    out.printJson({ suite, protocol: settings, title, source, notes, manifest, differences });
    return 0;
  }
  const row = findProtocol(settings.name.value);
  out.print(`${bold(row.name)} on ${suite}\n${dim(row.source)}\n`);
  printLines(
    explained.lines.map((line) => [
      line.item,
      `${line.value}${line.given ? yellow(' given') : ''}`,
      dim(line.effect),
    ]),
    out,
  );
  if (row.notes.length > 0) out.print(`\n${bold('Where Plumb does not follow it')}`);
  for (const note of row.notes) out.print(wrapText(`  ${note}`, out.width, 2));
  out.print(`\n${bold('What the others do differently')}`);
  for (const { name: other, lines } of beside) {
    const differences = lines.filter(({ differs }) => differs);
    const text = differences.map((line) => `${line.item} ${line.other}`).join(' · ') || 'nothing';
    out.print(wrapText(`  ${other.padEnd(12)} ${text}`, out.width, 15));
  }
  return 0;
}

function printLines(rows: string[][], out: Output): void {
  out.print(renderTable([{ title: '' }, { title: '' }, { title: '' }], rows, { width: out.width }));
}

/** What a script of the user's own does, beside what Plumb would do. */
async function compareScript(
  path: string,
  suite: string,
  settings: ProtocolSettings,
  out: Output,
): Promise<number> {
  // brings the reader of Python's syntax, which nobody else needs here
  const { readScript } = await import('@plumb/evaluate/read-script');
  const { values, lines } = await readScript(await readText(path), suite);
  const explained = explainProtocol(settings, values);
  if (out.json) {
    out.printJson({ suite, protocol: settings, script: { path, values, lines }, lines: explained.lines });
    return 0;
  }
  out.print(`${bold(settings.name.value)} beside ${bold(path)}, on ${suite}\n`);
  out.print(
    renderTable(
      [{ title: '' }, { title: settings.name.value }, { title: 'the script' }, { title: '' }],
      explained.lines.map((line) => [
        line.item,
        line.value,
        line.other === undefined ? dim('not said plainly') : line.differs ? yellow(line.other) : line.other,
        line.differs ? line.effect : '',
      ]),
      { width: out.width },
    ),
  );
  const read = Object.entries(lines).map(([item, line]) => `${item} ${line}`);
  if (read.length > 0) out.print(`\n${wrapText(dim(`Lines of ${path}: ${read.join(', ')}.`), out.width, 2)}`);
  out.print(
    wrapText(
      'Give what differs as options: --settle, --horizon, --replan, --episodes, --seed; the settle action is that of --protocol.',
      out.width,
    ),
  );
  return 0;
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'SCRIPT_UNREADABLE',
        what: `${path} cannot be read.`,
        why: `${(cause as Error).message}.`,
        remedy: 'Name the Python file that runs your episodes.',
      },
      { cause },
    );
  }
}
