import { join } from 'node:path';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromSource, onlyLoadAsked, type SourceHit, sourceHits } from '../../look-up-facts.ts';

const within = ({ source }: SourceHit, place: unknown) => join(source.path, String(place));

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'image-normalisation').filter(
    (hit) => hit.detection.details.differs === true,
  );
  const first = hits[0];
  if (!first || onlyLoadAsked(facts)) return undefined;
  const { train, eval: evaluation, trainFile, inside } = first.detection.details;
  return {
    // where the network normalises by itself under some configurations, the two sides may agree after all
    strength: inside ? 'possible' : 'likely',
    evidence: [
      ...hits.map(fromSource),
      { kind: 'source', place: within(first, trainFile), text: `training: ${train}` },
      ...(inside
        ? [
            {
              kind: 'source',
              place: within(first, inside),
              text: 'the network normalises by itself',
            } as const,
          ]
        : []),
    ],
    details: { training: String(train), evaluation: String(evaluation) },
  };
}

export const normalisationDiffers: Cause = {
  code: 'observation/normalisation-differs',
  title: 'Pictures are normalised differently in training and in evaluation',
  what: 'The data set code hands out pictures with normalisation: {training}; the evaluation with: {evaluation}.',
  why: 'The network sees values it was not trained on. A first layer has no way to tell a brighter world from another scale, so features shift as a whole and actions become nearly constant.',
  covers: ['D07'],
  explains: [],
  couldExplain: ['no-success', 'below-expectation', 'offline-online-gap'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Use the numbers of the training code in the evaluation.',
      commands: [],
      cost: 'One line.',
      risk: 'None, if the training code is the one that made this checkpoint.',
    },
    {
      when: 'test',
      text: 'Print minimum, mean and maximum of the tensor that enters the network, for one sample of each side.',
      commands: [],
      cost: 'Minutes.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Share one preprocessing function between the two.',
      commands: [],
      cost: 'A small change of imports.',
      risk: 'None.',
    },
  ],
  match,
};
