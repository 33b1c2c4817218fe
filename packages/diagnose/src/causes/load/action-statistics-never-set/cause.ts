import type { Evidence } from '@plumb/contract';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts, StatisticsFact } from '../../../facts.ts';
import {
  firstOfEachLog,
  fromLog,
  fromProbe,
  logHits,
  onlyLoadAsked,
  probeHits,
} from '../../look-up-facts.ts';

const CODE = 'load/action-statistics-never-set';

const all = (fact: StatisticsFact | undefined, value: number) =>
  fact !== undefined && fact.values.length > 1 && fact.values.every((one) => one === value);

const tell = ({ checkpoint, tensor }: StatisticsFact, text: string): Evidence => ({
  kind: 'checkpoint',
  place: `${checkpoint}#${tensor}`,
  text,
});

function match(facts: Facts): Match | undefined {
  const { statistics } = facts;
  const infinite = statistics.filter(({ values }) => values.some((value) => Math.abs(value) === Infinity));
  const hits = firstOfEachLog(logHits(facts, CODE, 'mean-is-infinity'));
  const first = infinite[0];
  if (hits.length > 0 || first)
    return {
      strength: 'proven',
      evidence: [...infinite.map((fact) => tell(fact, 'infinite: never overwritten')), ...hits.map(fromLog)],
      details: { tensor: first?.tensor ?? 'the statistics', value: 'infinity' },
      explains: ['script-raises'],
    };
  // right where nothing was normalised: worth a look only once something was run
  if (onlyLoadAsked(facts)) return undefined;
  const pairs = statistics.flatMap((mean) => {
    const name = mean.tensor.replace(/mean$/, 'std');
    const std = statistics.find((one) => one.checkpoint === mean.checkpoint && one.tensor === name);
    return name !== mean.tensor && std && all(mean, 0) && all(std, 1) ? [[mean, std] as const] : [];
  });
  // plumb debug read the same tensors where it ran the checkpoint
  const probed = (['weak', 'fail'] as const)
    .flatMap((outcome) => probeHits(facts, 'action-statistics', outcome))
    .filter(({ result }) => result.text.includes('still 0 and 1'));
  if (pairs.length === 0 && probed.length === 0) return undefined;
  return {
    strength: 'possible',
    evidence: [
      ...pairs.flatMap(([mean, std]) => [
        tell(mean, `0 in all ${mean.values.length} places`),
        tell(std, `1 in all ${std.values.length} places`),
      ]),
      ...probed.map(fromProbe),
    ],
    details: { tensor: pairs[0]?.[0].tensor ?? 'action_mean', value: 'mean 0, deviation 1' },
    next: ['plumb inspect CHECKPOINT --stats'],
  };
}

export const actionStatisticsNeverSet: Cause = {
  code: CODE,
  title: 'The statistics in the checkpoint were never set: {tensor} is still {value}',
  what: 'The model keeps the data set’s mean and deviation among its tensors, to take its own output back to the units of the robot. Here they hold what the constructor put there, so that nothing is taken back.',
  why: 'The buffers exist from the start and are filled by a call of their own, which a training script can forget. They are saved and loaded like any tensor, and neither is an error.',
  covers: ['A09'],
  explains: [],
  couldExplain: ['no-success', 'below-expectation', 'offline-online-gap', 'script-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'test',
      text: 'Look whether the recordings’ actions were normalised in training. Where they were not, mean 0 and deviation 1 are right.',
      commands: ['plumb inspect CHECKPOINT --stats'],
      cost: 'Minutes.',
      risk: 'None.',
    },
    {
      when: 'now',
      text: 'Where the recordings’ actions were normalised in training, compute mean and deviation from the same recordings, and set them before the evaluation.',
      commands: [],
      cost: 'A pass over the recordings.',
      risk: 'Statistics of other recordings give another policy.',
    },
    {
      when: 'long-term',
      text: 'Let the model refuse to act while its statistics are those of the constructor (infinity is a good mark).',
      commands: [],
      cost: 'Two lines.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'mean-is-infinity',
      contains: 'is infinity. You should either initialize with',
      regex: /AssertionError: `?(?:mean|std|min|max)`? is infinity\. You should either initialize with/,
    },
  ],
  match,
};
