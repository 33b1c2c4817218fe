import type { Figures, Run, RunSignal, RunSpec } from '@plumb/run';
import { signalsOfRun, summariseRun } from '@plumb/run';
import type { Output } from '../terminal/output.ts';
import { bold, cyan, dim, green, red, yellow } from '../terminal/style.ts';
import { renderTable } from '../terminal/table.ts';
import { cutMiddle, wrapText } from '../terminal/wrap.ts';
import { formatInterval, formatScore, percent } from './format-figures.ts';
import { describeMixture } from './mixed-run.ts';

/** The answer of `plumb eval` and `plumb show`: what was run, the rates, the times, what was noticed. */
export function printRun(run: Run, out: Output): void {
  const { spec, episodes } = run;
  const { tasks, total } = summariseRun(episodes);
  const mixture = describeMixture(run);
  out.print(`${bold(spec.suite)} · ${spec.policy.name}\n${wrapText(dim(describeSpec(spec)), out.width, 2)}`);
  if (mixture) out.print(wrapText(yellow(`mixed: ${mixture}`), out.width, 2));
  if (episodes.length === 0 && run.probes.length > 0) {
    out.print(dim('no episode was run'));
    return;
  }
  out.print('');
  const errors = total.errors > 0;
  const cancelled = total.cancelled > 0;
  const cells = (name: string, figures: Figures) => [
    name,
    formatScore(figures),
    figures.rate === undefined ? dim('-') : colourRate(figures.rate),
    figures.rate === undefined ? dim('-') : dim(formatInterval(figures.interval)),
    ...(errors ? [figures.errors > 0 ? red(String(figures.errors)) : '0'] : []),
    ...(cancelled ? [String(figures.cancelled)] : []),
    figures.meanSteps === undefined ? '-' : figures.meanSteps.toFixed(0),
  ];
  const room = Math.max(24, out.width - 50);
  out.print(
    renderTable(
      [
        { title: 'task' },
        { title: 'success', align: 'right' },
        { title: 'rate', align: 'right' },
        { title: '95 %', align: 'right' },
        ...(errors ? [{ title: 'errors', align: 'right' } as const] : []),
        ...(cancelled ? [{ title: 'cancelled', align: 'right' } as const] : []),
        { title: 'steps', align: 'right' },
      ],
      [
        ...tasks.map((task) => cells(`${task.task}  ${cutMiddle(task.instruction, room)}`, task)),
        cells(bold('all'), total),
      ],
    ),
  );
  const times = describeTimes(total);
  if (times !== '') out.print(`\n${dim(times)}`);
  printSignals(run, out);
}

const colourRate = (rate: number) => (rate > 0 ? green : red)(percent(rate));

/** `openvla: 10 settle steps, horizon 220, …`; what the user gave is marked. */
export function describeSpec({ protocol, tasks, shard, physics }: RunSpec): string {
  const given = ({ from }: { from: string }) => (from === 'given' ? '*' : '');
  const parts = [
    `protocol ${protocol.name.value}${given(protocol.name)}`,
    `${protocol.settleSteps.value}${given(protocol.settleSteps)} settle steps`,
    `horizon ${protocol.horizon.value}${given(protocol.horizon)}`,
    `replan ${protocol.replan.value}${given(protocol.replan)}`,
    `seed ${protocol.seed.value}${given(protocol.seed)}`,
    `${protocol.episodes.value}${given(protocol.episodes)} episodes a task`,
    ...(tasks.from === 'given' ? [`tasks ${tasks.value.join(',')}*`] : []),
    ...(shard ? [`shard ${shard.index + 1}/${shard.count}`] : []),
    `MuJoCo ${physics.version}`,
  ];
  const anyGiven = [...Object.values(protocol), tasks].some(({ from }) => from === 'given');
  return `${parts.join(' · ')}${anyGiven ? '   (* given)' : ''}`;
}

function describeTimes(total: Figures): string {
  const parts = [
    total.simulationMs === undefined ? undefined : `simulation ${total.simulationMs.toFixed(1)} ms a step`,
    total.renderingMs !== undefined && total.renderingMs >= 0.05
      ? `rendering ${total.renderingMs.toFixed(1)} ms a question`
      : undefined,
    total.inferenceMs === undefined ? undefined : `inference ${total.inferenceMs.toFixed(1)} ms a question`,
    total.observationsPerSecond === undefined
      ? undefined
      : `${total.observationsPerSecond.toFixed(1)} obs/s a worker`,
  ];
  return parts.filter((part) => part !== undefined).join(' · ');
}

function printSignals(run: Run, out: Output): void {
  const across = signalsOfRun(run.episodes, run.spec.protocol.horizon.value);
  const lines = [...gatherSignals(run), ...across];
  if (lines.length === 0) return;
  out.print(`\n${bold('Noticed')}`);
  for (const signal of lines) {
    const mark = signal.severity === 'suspect' ? yellow('!') : dim('·');
    const places = signal.episodes.length > 0 ? dim(` (${signal.episodes.slice(0, 3).join(', ')})`) : '';
    out.print(wrapText(`  ${mark} ${cyan(signal.code)}  ${signal.text}${places}`, out.width, 4));
  }
}

/** Signals of single episodes, one line a code: the first with its text, and how many more. */
function gatherSignals(run: Run): RunSignal[] {
  const byCode = new Map<string, RunSignal & { count: number }>();
  for (const { suite, task, episode, signals } of run.episodes) {
    for (const { code, text, severity } of signals) {
      const before = byCode.get(code);
      const name = `${suite}/${task}/${episode}`;
      if (before) {
        byCode.set(code, {
          ...before,
          severity: severity === 'suspect' ? severity : before.severity,
          episodes: [...before.episodes, name],
          count: before.count + 1,
        });
      } else byCode.set(code, { code, text, severity, episodes: [name], count: 1 });
    }
  }
  return [...byCode.values()].map(({ count, ...signal }) => ({
    ...signal,
    text: count > 1 ? `In ${count} episodes; the first: ${signal.text}` : signal.text,
  }));
}
