import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import {
  fromProbe,
  fromSource,
  onlyLoadAsked,
  probeHits,
  type SourceHit,
  sourceHits,
} from '../../look-up-facts.ts';

const flipOf = ({ detection }: SourceHit) => String(detection.details.flip ?? 'none');

/** How `training` is worded for a published set whose pictures are known to be turned. */
const STORED_TURNED = 'as they are stored, turned by 180 degrees';

function words(hits: readonly SourceHit[], untouched: string): string {
  const flips = [...new Set(hits.map(flipOf))];
  return flips.map((flip) => (flip === 'none' ? untouched : `turned (${flip})`)).join(' and ') || untouched;
}

/** Asked by plumb debug: under another flip the policy errs clearly less against the expert. */
function matchProbes(facts: Facts): Match | undefined {
  // a policy that is the same under every flip fails too, and says nothing of them
  const turned = probeHits(facts, 'picture-flips', 'fail').filter(({ result }) =>
    result.text.includes('turned wrongly'),
  );
  if (turned.length === 0) return undefined;
  const details = { training: 'another way round', evaluation: 'as its manifest says', data: 'the data set' };
  return { strength: 'likely', evidence: turned.map(fromProbe), details };
}

function match(facts: Facts): Match | undefined {
  const source = matchSource(facts);
  const probes = matchProbes(facts);
  if (!source || !probes) return source ?? probes;
  return { ...source, strength: 'likely', evidence: [...source.evidence, ...probes.evidence] };
}

function matchSource(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'image-orientation');
  const training = hits.filter(({ detection }) => detection.details.side === 'training');
  const evaluation = hits.filter(({ detection }) => detection.details.side === 'evaluation');
  const raw = evaluation.filter((hit) => flipOf(hit) === 'none');
  if (raw.length === 0 || onlyLoadAsked(facts)) return undefined;
  const details = {
    training: words(training, 'as they are stored'),
    evaluation: words(evaluation, 'as LIBERO renders them'),
    data: String(
      training.find(({ detection }) => detection.details.data)?.detection.details.data ?? 'the data set',
    ),
  };
  const evidence = [...raw, ...training].map(fromSource);
  if (training.some((hit) => flipOf(hit) !== 'none')) return { strength: 'likely', evidence, details };
  // one evaluation of several turns them: whoever wrote it knew of it
  if (raw.length < evaluation.length) return undefined;
  // the set is known to hold turned pictures; that this checkpoint was trained on it is not shown
  if (training.some(({ detection }) => detection.details.stored === '180'))
    return { strength: 'likely', evidence, details: { ...details, training: STORED_TURNED }, explains: [] };
  // published data sets hold pictures turned already; whether this one does is not in the source
  return { strength: 'possible', evidence, details };
}

export const imageOrientationDiffers: Cause = {
  code: 'observation/image-orientation-differs',
  title: 'Pictures may reach the policy upside down',
  what: 'Training takes the pictures of {data} {training}, evaluation takes them {evaluation}. LIBERO renders upside down.',
  why: 'The observation of LIBERO has its first row at the bottom. Most published data sets made from it hold pictures that were turned by 180 degrees, so an evaluation that passes the raw observation shows the policy a scene on its head, mirrored left to right.',
  covers: ['D01'],
  explains: ['no-success', 'below-expectation', 'offline-online-gap'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Put one picture of the data set beside the first observation of the evaluation, as each enters the network. If one stands on its head, turn the observation: `img[::-1, ::-1]`.',
      commands: [],
      cost: 'Minutes, and one line.',
      risk: 'Turning what is right already makes it wrong: look before.',
    },
    {
      when: 'test',
      text: 'Evaluate one task both ways.',
      commands: [],
      cost: 'Two short evaluations.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Save the orientation with the checkpoint, and convert in one place that names both ends.',
      commands: [],
      cost: 'A field in the config.',
      risk: 'None.',
    },
  ],
  match,
};
