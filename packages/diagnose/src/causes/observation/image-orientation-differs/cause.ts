import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, type SourceHit, sourceHits } from '../../look-up-facts.ts';

const TRAINING = /(^|\/)(train\w*|data|datasets?|dataloaders?)(\/|\.py$)|train|dataset/i;
const EVALUATION = /eval|rollout|deploy|infer|client/i;

const flip = ({ detection }: SourceHit) => String(detection.details.flip ?? 'none');

/** A file's side by its path; a file that is neither tells nothing of a difference. */
function sides(hits: readonly SourceHit[]) {
  const evaluation = hits.filter(({ detection }) => EVALUATION.test(detection.file));
  const training = hits.filter((h) => !evaluation.includes(h) && TRAINING.test(h.detection.file));
  return { training, evaluation };
}

function match(facts: Facts): Match | undefined {
  const { training, evaluation } = sides(sourceHits(facts, 'image-orientation'));
  if (evaluation.length === 0 || onlyLoadAsked(facts)) return undefined;
  const raw = evaluation.filter((hit) => flip(hit) === 'none');
  const turned = evaluation.filter((hit) => flip(hit) !== 'none');
  const trainingTurns = [...new Set(training.map(flip).filter((f) => f !== 'none'))];
  const details = {
    training: trainingTurns.join(', ') || 'as they are in the data set',
    evaluation: [...new Set(evaluation.map(flip))]
      .map((f) => (f === 'none' ? 'as LIBERO renders them' : f))
      .join(', '),
  };
  if (trainingTurns.length > 0 && raw.length > 0)
    return { strength: 'likely', evidence: [...training, ...raw].map(fromSource), details };
  // published LIBERO data sets hold pictures turned already; whether this one does is not in the source
  if (trainingTurns.length === 0 && turned.length === 0)
    return { strength: 'possible', evidence: [...raw, ...training].map(fromSource), details };
  return undefined;
}

export const imageOrientationDiffers: Cause = {
  code: 'observation/image-orientation-differs',
  title: 'Pictures may reach the policy upside down',
  what: 'Training takes its pictures {training}, evaluation {evaluation}. LIBERO renders upside down.',
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
