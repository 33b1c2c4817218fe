import { closeAfter, PlumbError } from '@plumb/core';
import { type ChosenPolicy, choosePolicy, debugPolicy, evidenceOf } from '@plumb/evaluate';
import { type ProbeResult, ProbeWriter, type RunSpec } from '@plumb/run';
import { probeLine } from '../debug/print-probes.ts';
import { askedSpec, assertPolicyOfRun, findGivenRun, type GivenRun } from '../debug/probed-run.ts';
import { localOptions, type ModelOptions } from '../eval/model-options.ts';
import { optionsOfRun } from '../eval/policy-of-run.ts';
import { createOutput, type Output, type OutputOptions } from '../terminal/output.ts';
import { bold, dim, yellow } from '../terminal/style.ts';
import { wrapText } from '../terminal/wrap.ts';
import { writeReport } from '../terminal/write-report.ts';

export interface DebugOptions extends OutputOptions, ModelOptions {
  readonly suite?: string;
  readonly horizon?: number;
  readonly manifest?: readonly string[];
  readonly unnormKey?: string;
  readonly run?: string;
  readonly out?: string;
}

/** `plumb debug POLICY`: 1 where something was found. */
export async function run(args: readonly string[], options: DebugOptions): Promise<number> {
  const out = await createOutput(options);
  const given = options.run === undefined ? undefined : findGivenRun(options.run);
  const name = args[0] ?? given?.spec?.policy.name;
  if (name === undefined) throw noPolicy(given);
  out.progress.say('opening the policy …');
  const chosen = await choosePolicy(name, policyOptions(options, given?.spec));
  const results: ProbeResult[] = [];
  const close = () => {
    out.progress.done();
    return chosen.close();
  };
  await closeAfter(async () => {
    const asked = askedSpec(given, chosen.spec, { suite: options.suite, horizon: options.horizon });
    if (given) assertPolicyOfRun(given, chosen.spec);
    const { policy } = chosen;
    if (typeof policy === 'string') throw notProbed(policy);
    if (!out.json) announce(out, chosen.spec.description);
    const writer = given && ProbeWriter.open(given.folder, given.spec ?? asked, asked.suite);
    let complete = false;
    // what was found is kept, whatever ended it
    const keep = async () => {
      if (options.out !== undefined && results.length > 0)
        await writeReport(options.out, out.toJson(recordOf(chosen, asked, results)));
    };
    await closeAfter(
      async () => {
        complete = await debugPolicy(policy, asked, {
          doing: (text) => out.progress.say(text),
          result(result) {
            results.push(result);
            writer?.write(result);
            if (out.json) return;
            out.progress.done();
            out.print(probeLine(result, out.width));
          },
        });
      },
      () => {
        out.progress.done();
        return closeAfter(() => writer?.close(complete), keep);
      },
    );
    if (out.json) out.printJson({ ...recordOf(chosen, asked, results), ...(given && { run: given.folder }) });
    else tellWhere(out, given, options.out);
  }, close);
  return results.some(({ outcome }) => outcome === 'fail') ? 1 : 0;
}

/** As the run's own policy was opened, but for what is given now. */
function policyOptions({ manifest, unnormKey, ...options }: DebugOptions, before: RunSpec | undefined) {
  return {
    ...(before && optionsOfRun(before)),
    ...(manifest && { manifest }),
    ...(unnormKey !== undefined && { unnormKey }),
    local: localOptions(options),
  };
}

function recordOf({ spec }: ChosenPolicy, { suite }: RunSpec, results: readonly ProbeResult[]) {
  const { name, manifest, description } = spec;
  const evidence = results.map((result) => evidenceOf(name, result));
  return { policy: name, suite, manifest, description, results, evidence };
}

function announce(out: Output, description: Readonly<Record<string, unknown>>): void {
  const { variants, oddities, assumptions } = description as {
    variants?: readonly { name: string; why: string }[];
    oddities?: readonly string[];
    assumptions?: readonly string[];
  };
  out.progress.done();
  const say = (text: string) => out.print(wrapText(text, out.width, 2));
  for (const { name, why } of variants ?? []) say(`${yellow('variant')} ${bold(name)}: ${why}`);
  for (const text of oddities ?? []) say(`${yellow('odd')} ${text}`);
  for (const text of assumptions ?? []) say(`${dim('assumed')} ${text}`);
}

function tellWhere(out: Output, given: GivenRun | undefined, file: string | undefined): void {
  if (file !== undefined) out.print(dim(`\nwritten: ${file}`));
  if (given) out.print(dim(`\nin the run: ${given.folder}   (plumb show, plumb diagnose)`));
}

function noPolicy(given: GivenRun | undefined): PlumbError {
  return new PlumbError({
    code: 'DEBUG_INCOMPLETE',
    what: given
      ? `There is no run in ${given.folder}, and no policy was named.`
      : 'There is no policy to ask.',
    why: 'It is named on the command line, or by the run that --run goes on with.',
    remedy: 'Name one: plumb debug atlas:checkpoint.pt. plumb debug --help lists what can be asked.',
  });
}

function notProbed(kind: string): PlumbError {
  return new PlumbError({
    code: 'POLICY_NOT_PROBED',
    what: `${kind} cannot be probed.`,
    why:
      kind === 'replay'
        ? 'It repeats recorded actions and sees nothing that could be changed.'
        : 'It reads the simulation itself and sees nothing that could be changed.',
    remedy: 'Give a policy that is asked: plumb debug --help lists them.',
  });
}
