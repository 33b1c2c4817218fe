import type { TensorShape } from '@plumb/contract';
import { type Claim, listSome } from './make-part.ts';
import { recogniseAtlasParts } from './recognise-atlas-vla.ts';
import { recogniseDecoders } from './recognise-decoders.ts';
import { recogniseVggt } from './recognise-vggt.ts';
import type { RecognisedPart } from './recognised-part.ts';
import { TensorIndex } from './tensor-index.ts';

/** The families that most checkpoints lack: apart, so that `inspect` loads them only where a name speaks for them. */
export interface MoreFamilies {
  claims(index: TensorIndex): Claim[];
  wholes(parts: readonly RecognisedPart[], index: TensorIndex): RecognisedPart[];
}

/**
 * Which architectures the names and shapes of a state dict speak for: the whole first where the parts make one, then
 * every part in the checkpoint's order, then what no architecture accounts for. Every tensor is counted in one part
 * (and in the whole). Wrapper prefixes stay in `path`.
 */
export function recogniseWith(
  tensors: readonly TensorShape[],
  more: MoreFamilies | undefined,
): RecognisedPart[] {
  const index = new TensorIndex(tensors);
  const order = new Map([...index.names()].map((name, i) => [name, i]));
  const first = ({ names }: Claim) => order.get(names[0] ?? '') ?? 0;
  const others = more?.claims(index) ?? [];
  const taken = new Set(others.flatMap(({ names }) => names));
  const claims = [
    // π0's expert is a decoder too
    ...recogniseDecoders(index).filter(({ names }) => !names.some((name) => taken.has(name))),
    ...others,
    ...recogniseVggt(index),
    ...recogniseAtlasParts(index),
  ]
    .filter(({ names }) => names.length > 0)
    .sort((a, b) => first(a) - first(b));
  const parts = claims.map(({ part }) => part);
  const whole = describeWhole(parts, index);
  return [
    ...(whole ? [whole] : []),
    ...(more?.wholes(parts, index) ?? []),
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
