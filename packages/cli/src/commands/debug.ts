import { PlumbError } from '@plumb/core';
import {
  choosePolicy,
  debugPolicy,
  evidenceOf,
  makeRunSpec,
  type ProbeOutcome,
  type ProbeResult,
} from '@plumb/evaluate';
import { localOptions, type ModelOptions } from '../eval/model-options.ts';
import { readVersion } from '../read-version.ts';
import { createOutput, type Output, type OutputOptions } from '../terminal/output.ts';
import { bold, dim, green, red, yellow } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';
import { writeReport } from '../terminal/write-report.ts';

export interface DebugOptions extends OutputOptions, ModelOptions {
  readonly suite: string;
  readonly horizon?: number;
  readonly manifest?: readonly string[];
  readonly unnormKey?: string;
  readonly out?: string;
}

const MARKS: Record<ProbeOutcome, string> = {
  pass: green('✓'),
  weak: yellow('~'),
  fail: red('✗'),
  unknown: dim('?'),
};

/** `plumb debug POLICY`: 1 where something was found. */
export async function run(args: readonly string[], options: DebugOptions): Promise<number> {
  const out = await createOutput(options);
  const { manifest, unnormKey } = options;
  out.progress.say('opening the policy …');
  const { policy, spec, close } = await choosePolicy(args[0]!, {
    ...(manifest && { manifest }),
    ...(unnormKey !== undefined && { unnormKey }),
    local: localOptions(options),
  });
  const results: ProbeResult[] = [];
  try {
    if (typeof policy === 'string') throw notProbed(policy);
    const changes = options.horizon === undefined ? {} : { horizon: options.horizon };
    const run = makeRunSpec({ suite: options.suite, changes, version: readVersion() }, spec);
    if (!out.json) announce(out, spec.description);
    await debugPolicy(policy, run, {
      doing: (text) => out.progress.say(text),
      result(result) {
        results.push(result);
        if (out.json) return;
        out.progress.done();
        out.print(line(result, out.width));
      },
    });
  } finally {
    out.progress.done();
    await close();
  }
  const record = {
    policy: spec.name,
    suite: options.suite,
    manifest: spec.manifest,
    description: spec.description,
    results,
    evidence: results.map((result) => evidenceOf(spec.name, result)),
  };
  if (out.json) out.printJson(record);
  if (options.out !== undefined) {
    await writeReport(options.out, out.toJson(record));
    if (!out.json) out.print(dim(`\nwritten: ${options.out}`));
  }
  return results.some(({ outcome }) => outcome === 'fail') ? 1 : 0;
}

/** The report's lines stand as they are: a mark and the text. */
function line({ outcome, text }: ProbeResult, width: number): string {
  return wrapText(text, width - 2)
    .split('\n')
    .map((row, i) => `${i === 0 ? MARKS[outcome] : ' '} ${row}`)
    .join('\n');
}

function announce(out: Output, description: Readonly<Record<string, unknown>>): void {
  const { variants, oddities, assumptions } = description as {
    variants?: readonly { name: string; why: string }[];
    oddities?: readonly string[];
    assumptions?: readonly string[];
  };
  out.progress.done();
  for (const { name, why } of variants ?? []) out.print(`${yellow('variant')} ${bold(name)}: ${why}`);
  for (const text of oddities ?? []) out.print(`${yellow('odd')} ${text}`);
  for (const text of assumptions ?? []) out.print(dim(`assumed: ${text}`));
}

function notProbed(kind: string): PlumbError {
  return new PlumbError({
    code: 'POLICY_NOT_PROBED',
    what: `${kind} cannot be probed.`,
    why: 'It reads the simulation itself and sees nothing that could be changed.',
    remedy: 'Give a policy that is asked: plumb debug --help lists them.',
  });
}
