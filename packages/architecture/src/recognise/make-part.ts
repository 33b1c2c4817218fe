import type { RecognisedPart } from './recognised-part.ts';
import type { Comparison, TensorIndex } from './tensor-index.ts';

/** A part together with the tensors that it accounts for. */
export interface Claim {
  readonly part: RecognisedPart;
  readonly names: readonly string[];
}

// a reader wants the first few; the counts are exact
const MOST_NAMES = 3;

/** A part whose tensors are those that agree with a module; what does not agree is said, in text and evidence. */
export function makePart(
  index: TensorIndex,
  prefix: string,
  { found, absent, otherShape }: Comparison,
  fields: Pick<RecognisedPart, 'architecture' | 'text' | 'config'> & {
    readonly published?: readonly string[];
    readonly evidence: readonly string[];
  },
): Claim {
  const gaps = [
    ...(absent.length > 0 ? [`${absent.length} of its tensors are not here: ${listSome(absent)}`] : []),
    ...(otherShape.length > 0
      ? [
          `${otherShape.length} have another shape: ${listSome(otherShape.map((name) => index.describe(name)))}`,
        ]
      : []),
  ];
  return {
    names: found,
    part: {
      path: prefix.replace(/\.$/, ''),
      architecture: fields.architecture,
      text: gaps.length === 0 ? fields.text : `${fields.text}; incomplete: ${gaps.join('; ')}`,
      config: fields.config,
      published: gaps.length === 0 ? (fields.published ?? []) : [],
      parameters: index.count(found),
      tensors: found.length,
      whole: false,
      evidence: [...fields.evidence.map((name) => index.describe(name)), ...gaps],
    },
  };
}

/** `a, b, c and 4 more`. */
export function listSome(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}
