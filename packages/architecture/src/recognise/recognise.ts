import type { TensorShape } from '@plumb/contract';
import { describeDuals, describePaliGemmas, recogniseMultiModalProjectors } from './describe-dual.ts';
import { type Claim, listSome } from './make-part.ts';
import { recogniseAtlasParts } from './recognise-atlas-vla.ts';
import { recogniseContrastive } from './recognise-contrastive.ts';
import { recogniseDecoders } from './recognise-decoders.ts';
import { recogniseDinov2 } from './recognise-dinov2.ts';
import { describeOpenVla, recogniseOpenVla } from './recognise-openvla.ts';
import { describePi0, recognisePi0 } from './recognise-pi0.ts';
import { recogniseVggt } from './recognise-vggt.ts';
import type { RecognisedPart } from './recognised-part.ts';
import { TensorIndex } from './tensor-index.ts';

export type { ArchitectureName, RecognisedPart } from './recognised-part.ts';

/**
 * Which architectures the names and shapes of a state dict speak for: the whole first where the parts make one, then
 * every part in the checkpoint's order, then what no architecture accounts for. Every tensor is counted in one part
 * (and in the whole). Wrapper prefixes stay in `path`.
 */
export function recogniseArchitecture(tensors: readonly TensorShape[]): RecognisedPart[] {
  const index = new TensorIndex(tensors);
  const order = new Map([...index.names()].map((name, i) => [name, i]));
  const first = ({ names }: Claim) => order.get(names[0] ?? '') ?? 0;
  const pi0 = recognisePi0(index);
  const ofPi0 = new Set(pi0.flatMap(({ names }) => names));
  const claims = [
    // π0's expert is a decoder too
    ...recogniseDecoders(index).filter(({ names }) => !names.some((name) => ofPi0.has(name))),
    ...pi0,
    ...recogniseOpenVla(index),
    ...recogniseVggt(index),
    ...recogniseDinov2(index),
    ...recogniseContrastive(index),
    ...recogniseMultiModalProjectors(index),
    ...recogniseAtlasParts(index),
  ]
    .filter(({ names }) => names.length > 0)
    .sort((a, b) => first(a) - first(b));
  const parts = claims.map(({ part }) => part);
  const whole = describeWhole(parts, index);
  return [
    ...(whole ? [whole] : []),
    ...describePi0(parts, index),
    ...describeOpenVla(parts, index),
    ...describePaliGemmas(parts, index),
    ...describeDuals(parts, index),
    ...parts,
    ...describeRest(claims, index),
  ];
}

const ROOMS = {
  vision: 'vision_encoder',
  language: 'language_encoder',
  backbone: 'vggt_backbone',
  head: 'action_head',
};

/** AtlasVLA, where its own parts stand in the rooms of `VLAModel`. */
function describeWhole(parts: readonly RecognisedPart[], index: TensorIndex): RecognisedPart | undefined {
  const projector = parts.find(({ architecture }) => architecture === 'language-projector');
  if (!projector) return undefined;
  const root = projector.path.slice(0, -`${ROOMS.language}.projector`.length);
  const at = (path: string) => parts.filter((part) => part.path === root + path);
  const backbone = at(ROOMS.backbone).find(({ architecture }) =>
    /^(vggt-adapter|simple-backbone)$/.test(architecture),
  );
  const head = at(ROOMS.head).find(({ architecture }) => /^(mlp|spatial)-action-head$/.test(architecture));
  const vision = at(ROOMS.vision).find(({ architecture }) => architecture === 'direct-patches');
  const tower = parts.find(({ path }) => path === `${root}${ROOMS.vision}.projector`);
  if (projector.path !== `${root}${ROOMS.language}.projector` || !backbone) return undefined;
  const vggt = backbone.architecture === 'vggt-adapter';
  const names = [...index.names()].filter((name) => name.startsWith(root));
  return {
    path: root.replace(/\.$/, ''),
    architecture: 'atlas-vla',
    text: `AtlasVLA (${[
      vision ? 'direct patches' : tower ? 'vision tower' : 'a vision encoder that Plumb does not know',
      vggt ? 'VGGT-1B backbone' : 'simple backbone',
      head
        ? head.architecture === 'mlp-action-head'
          ? 'MLP head'
          : 'spatial head'
        : 'an action head that Plumb does not know',
    ].join(', ')})`,
    config: {
      usePretrainedVggt: vggt,
      ...(head?.config.actionHorizon ? { actionHorizon: head.config.actionHorizon } : {}),
    },
    published: [],
    parameters: index.count(names),
    tensors: names.length,
    whole: true,
    evidence: [projector, backbone, ...(head ? [head] : [])].flatMap(({ evidence }) => evidence.slice(0, 1)),
  };
}

function describeRest(claims: readonly Claim[], index: TensorIndex): RecognisedPart[] {
  const known = new Set(claims.flatMap(({ names }) => names));
  const rest = [...index.names()].filter((name) => !known.has(name));
  if (rest.length === 0) return [];
  return [
    {
      path: '',
      architecture: 'unknown',
      text: `${rest.length} ${rest.length === 1 ? 'tensor' : 'tensors'} of no architecture that Plumb knows: ${listSome(rest)}`,
      config: {},
      published: [],
      parameters: index.count(rest),
      tensors: rest.length,
      whole: false,
      evidence: rest.slice(0, 20).map((name) => index.describe(name)),
    },
  ];
}
