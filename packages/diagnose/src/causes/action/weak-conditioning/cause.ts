import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromProbe, fromSource, onlyLoadAsked, probeHits, sourceHits } from '../../look-up-facts.ts';
import { usesClass } from '../uses-class.ts';

function match(facts: Facts): Match | undefined {
  const hits = sourceHits(facts, 'constant-output').filter(
    ({ detection }) => detection.details.strength === 'weak' && detection.details.reachesActions === true,
  );
  const relevant = hits.filter(
    (hit) => usesClass(facts, String(hit.detection.details.class)).answer !== 'no',
  );
  // asked by plumb debug: there, but a fraction of what the expert's action needs
  const measured = probeHits(facts, 'image-dependence', 'weak');
  if ((relevant.length === 0 && measured.length === 0) || onlyLoadAsked(facts)) return undefined;
  const name = relevant[0]?.detection.details.class ?? measured[0]?.probes.policy ?? 'the backbone';
  return {
    strength: measured.length > 0 && relevant.length > 0 ? 'likely' : 'possible',
    evidence: [...relevant.map(fromSource), ...measured.map(fromProbe)],
    details: { class: String(name) },
  };
}

export const weakConditioning: Cause = {
  code: 'action/weak-conditioning',
  title: 'The actions depend on picture and instruction only through a small added term ({class})',
  what: 'What the action head reads from {class} is a learned constant to which a scaled-down summary of the input is added.',
  why: 'Such a path does carry information, so the actions change with the input. One pooled vector for a whole scene, at a fraction of the scale, leaves little to tell where an object stands: the mean motion of the data set is learned first, and its error is small already.',
  covers: [],
  explains: ['no-success', 'below-expectation', 'offline-online-gap'],
  leadsTo: [],
  remedies: [
    {
      when: 'test',
      text: 'Compare the spread of the actions over the frames of a data set with that of the recorded actions, and with the change when the picture is replaced by another scene’s.',
      commands: [],
      cost: 'An hour.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Let the action queries attend to the tokens, and train again.',
      commands: [],
      cost: 'A change of the architecture and a training run.',
      risk: 'Checkpoints made before do not load any more.',
    },
  ],
  match,
};
