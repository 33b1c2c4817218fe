// A policy that answers from what it is shown, for ask_plumb.py to check: plumb serve oracle/policy/echo-policy.ts
interface Shown {
  readonly images: Readonly<Record<string, { readonly data: Uint8Array }>>;
  readonly state: Float64Array;
  readonly instruction: string;
}

function answer({ images, state, instruction }: Shown): number[] {
  const [first] = Object.values(images);
  if (instruction === 'fail') throw new Error('the policy does not like this instruction');
  const mean = first!.data.reduce((sum, value) => sum + value, 0) / first!.data.length / 255;
  const total = state.reduce((sum, value) => sum + value, 0);
  const count = Object.keys(images).length;
  return [mean, first!.data[0]! / 255, total / 10, instruction.length / 100, count / 10, 0, 1];
}

export default {
  family: 'openpi',
  manifest: ['replan=4'],
  description: { checkpoint: 'none' },
  predict: (observation: Shown, { step }: { step: number }) =>
    Array.from({ length: 8 }, (_, i) =>
      answer(observation).map((value, k) => (k === 5 ? (step + i) / 100 : value)),
    ),
};
