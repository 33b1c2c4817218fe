import { elementCount } from '@plumb/contract';
import type { TensorEntry } from '../checkpoint.ts';
import type { TensorStatistics } from './measure-tensor.ts';

const LIMITS = {
  /** Elements below which a distribution proves nothing. */
  elements: 1024,
  /** Standard errors that a figure may lie beside what initialisation draws: 1 tensor in 15,000 by chance. */
  errors: 4,
};

/** What PyTorch or a published recipe fills a layer with before any training. */
export interface InitialValues {
  /** `kaiming-uniform`, `xavier-uniform`, `normal-0.02`, `normal-1`, `constant`. */
  readonly recipe: string;
  readonly text: string;
}

/** Says of which recipe a tensor could be an untouched draw; undefined where it is of none. */
export function findInitial(tensor: TensorEntry, found: TensorStatistics): InitialValues | undefined {
  const { min, max, std } = found;
  if (!found.read || found.nan + found.inf > 0 || min === null || max === null || std === null)
    return undefined;
  if (!/float/.test(tensor.dtype)) return undefined;
  if (min === max) return constantOf(tensor, min);
  if (found.elements < LIMITS.elements || tensor.shape.length < 2) return undefined;
  return uniformOf(tensor, found) ?? normalOf(found);
}

/** Norms begin with ones and zeros; a layer scale with its small constant. */
function constantOf({ name, shape }: TensorEntry, value: number): InitialValues | undefined {
  if (shape.length !== 1 || elementCount(shape) < 2) return undefined;
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (/bias$/.test(last) && value === 0) return { recipe: 'constant', text: 'all 0, as biases begin' };
  if (/weight$|scale$/.test(last) && value === 1)
    return { recipe: 'constant', text: 'all 1, as norms begin' };
  if (/gamma|scale|lambda/.test(last))
    return { recipe: 'constant', text: `all ${value}, as layer scales begin` };
  return undefined;
}

/** nn.Linear and convolutions: uniform within 1/sqrt(fan_in) (kaiming_uniform_ with a = sqrt(5)); attention: Xavier. */
function uniformOf({ shape }: TensorEntry, found: TensorStatistics): InitialValues | undefined {
  const fanIn = elementCount(shape.slice(1));
  const fanOut = elementCount(shape) / shape[1]!;
  const recipes = [
    { recipe: 'kaiming-uniform', bound: 1 / Math.sqrt(fanIn), text: `uniform within 1/sqrt(${fanIn})` },
    {
      recipe: 'xavier-uniform',
      bound: Math.sqrt(6 / (fanIn + fanOut)),
      text: `uniform within sqrt(6/${fanIn + fanOut})`,
    },
  ];
  return recipes.find(({ bound }) => isUniform(found, bound));
}

function isUniform({ elements, min, max, mean, std, kurtosis }: TensorStatistics, bound: number): boolean {
  // bfloat16 may round up to the bound's neighbour
  const edge = bound * (1 + 2 ** -8);
  if (max! > edge || min! < -edge) return false;
  // the extremes of n draws lie within bound / n of the bound; 20 times that happens once in 10^9
  if (Math.max(max!, -min!) < bound * (1 - 2 ** -8 - 40 / elements)) return false;
  const sigma = bound / Math.sqrt(3);
  const root = Math.sqrt(elements);
  return (
    near(mean!, 0, sigma / root) &&
    // bfloat16 rounds by up to 2^-9 of a value
    near(std!, sigma, (0.4472 * sigma) / root + sigma * 2 ** -12) &&
    near(kurtosis!, 1.8, 1.1 / root + 2 ** -8)
  );
}

function normalOf(found: TensorStatistics): InitialValues | undefined {
  if (isNormal(found, 0.02)) return { recipe: 'normal-0.02', text: 'normal with standard deviation 0.02' };
  if (isNormal(found, 1)) return { recipe: 'normal-1', text: 'normal with standard deviation 1' };
  return undefined;
}

function isNormal({ elements, mean, std, kurtosis }: TensorStatistics, sigma: number): boolean {
  const root = Math.sqrt(elements);
  return (
    near(mean!, 0, sigma / root) &&
    near(std!, sigma, (Math.SQRT1_2 * sigma) / root + sigma * 2 ** -13) &&
    near(kurtosis!, 3, 4.9 / root)
  );
}

const near = (value: number, expected: number, error: number) =>
  Math.abs(value - expected) <= LIMITS.errors * error;
