import {
  childrenOf,
  dottedName,
  keywordArguments,
  literalValue,
  type Node,
  positionalArguments,
} from '@plumb/python';
import { methodOf, receiverOf } from './syntax.ts';

/** How a picture is turned: over which of its two axes. */
export interface Flip {
  readonly vertical: boolean;
  readonly horizontal: boolean;
}

export type FlipName = 'none' | '180' | 'vertical' | 'horizontal';

export const NO_FLIP: Flip = { vertical: false, horizontal: false };

export function nameOfFlip({ vertical, horizontal }: Flip): FlipName {
  if (vertical) return horizontal ? '180' : 'vertical';
  return horizontal ? 'horizontal' : 'none';
}

/** Two turns after each other: the same one twice is none. */
export function after(a: Flip, b: Flip): Flip {
  return { vertical: a.vertical !== b.vertical, horizontal: a.horizontal !== b.horizontal };
}

/** What one expression does to the picture that it is given, and that picture; undefined for anything but a turn. */
export function flipOf(node: Node): { flip: Flip; picture: Node } | undefined {
  if (node.type === 'subscript') return ofSlices(node);
  if (node.type !== 'call') return undefined;
  const name = dottedName(node.childForFieldName('function')) ?? '';
  const method = methodOf(node);
  const given = positionalArguments(node);
  const receiver = receiverOf(node);
  const onModule =
    /^(np|numpy|torch|cv2|F|TF|tf\.image|T|transforms(\.functional)?|ImageOps|jnp|einops)$/.test(
      receiver ? (dottedName(receiver) ?? '') : '',
    );
  const picture = onModule || !receiver ? given[0] : receiver;
  if (!picture) return undefined;
  const flip = ofCall(node, method, name, onModule || !receiver ? given.slice(1) : given);
  return flip && { flip, picture };
}

function ofCall(call: Node, method: string, name: string, rest: readonly Node[]): Flip | undefined {
  switch (method) {
    case 'flipud':
    case 'vflip':
    case 'flip_up_down':
      return { vertical: true, horizontal: false };
    case 'fliplr':
    case 'hflip':
    case 'mirror':
    case 'flip_left_right':
      return { vertical: false, horizontal: true };
    case 'rot90':
      return literalValue(keywordArguments(call).get('k') ?? rest[0]) === 2
        ? { vertical: true, horizontal: true }
        : undefined;
    case 'rotate':
      return /^(180(\.0)?|cv2\.ROTATE_180)$/.test(rest[0]?.text ?? '')
        ? { vertical: true, horizontal: true }
        : undefined;
    case 'transpose':
      if (/ROTATE_180$/.test(rest[0]?.text ?? '')) return { vertical: true, horizontal: true };
      if (/FLIP_TOP_BOTTOM$/.test(rest[0]?.text ?? '')) return { vertical: true, horizontal: false };
      return /FLIP_LEFT_RIGHT$/.test(rest[0]?.text ?? '') ? { vertical: false, horizontal: true } : undefined;
    case 'flip':
      return name === 'cv2.flip' ? ofCode(literalValue(rest[0])) : ofAxes(call, rest);
    default:
      return undefined;
  }
}

/** OpenCV: 0 turns over the rows, 1 over the columns, -1 over both. */
function ofCode(code: unknown): Flip | undefined {
  if (code === -1) return { vertical: true, horizontal: true };
  if (code === 0) return { vertical: true, horizontal: false };
  return code === 1 ? { vertical: false, horizontal: true } : undefined;
}

/** `np.flip(img, (0, 1))`, `torch.flip(img, dims=[2, 3])`: two axes are rows and columns, one is told by its number. */
function ofAxes(call: Node, rest: readonly Node[]): Flip | undefined {
  const keyword = keywordArguments(call);
  const axes = keyword.get('axis') ?? keyword.get('dims') ?? keyword.get('dim');
  const values = axes
    ? [literalValue(axes)].flat()
    : rest.length === 1
      ? [literalValue(rest[0])].flat()
      : rest.map(literalValue);
  if (values.length === 2) return { vertical: true, horizontal: true };
  const [axis] = values;
  if (axis === 0 || axis === -2 || (axis === 2 && axes?.parent?.text.startsWith('dims')))
    return { vertical: true, horizontal: false };
  return axis === 1 || axis === -1 || axis === 3 ? { vertical: false, horizontal: true } : undefined;
}

/** `img[::-1]`, `img[::-1, ::-1]`, `img[:, ::-1]`, `x[..., ::-1, ::-1]` */
function ofSlices(node: Node): { flip: Flip; picture: Node } | undefined {
  const picture = node.childForFieldName('value');
  const [, ...indices] = childrenOf(node);
  const turned = indices.map(({ type, text }) => type === 'slice' && /^\s*:\s*:\s*-1\s*$/.test(text));
  if (!picture || !turned.includes(true)) return undefined;
  // img[..., ::-1] and img[:, :, ::-1] swap colours
  const fromEnd = indices[0]?.type === 'ellipsis';
  const places = fromEnd ? turned.slice(1) : turned;
  if (fromEnd && places.length === 1) return undefined;
  const [vertical = false, horizontal = false] = places.slice(fromEnd ? Math.max(0, places.length - 3) : 0);
  return vertical || horizontal ? { flip: { vertical, horizontal }, picture } : undefined;
}
