import { expect, test } from 'vitest';
import { seenBy } from './spec-tree.ts';
import { wristViewSubstituted } from './wrist-view-substituted.ts';

test('the main view twice, in four ways', async () => {
  const source = `def views(obs, sample, demo):
    main = obs["agentview_image"]
    wrist = obs.get("robot0_eye_in_hand_image")
    second = prepare(wrist) if wrist is not None else main
    if wrist is None:
        wrist = main.copy()
    other = sample.get("wrist_image", sample["agentview_image"])
    third = read_view("obs/wrist_rgb", main)
    return second, other, third
`;
  expect(await seenBy(wristViewSubstituted, source)).toEqual([
    [4, { from: 'main', to: 'prepare(wrist)', announced: false }],
    [6, { from: 'main.copy()', to: 'wrist', announced: false }],
    [7, { from: 'sample["agentview_image"]', to: '"wrist_image"', announced: false }],
    [8, { from: 'main', to: '"obs/wrist_rgb"', announced: false }],
  ]);
});

test('an error, a black picture and a choice of cameras are something else', async () => {
  const source = `def views(obs, use_wrist):
    main = obs["agentview_image"]
    wrist = obs.get("wrist_image")
    if wrist is None:
        raise KeyError("wrist_image")
    mask = wrist if wrist is not None else np.zeros_like(main)
    return stack(main, wrist) if use_wrist else main
`;
  expect(await seenBy(wristViewSubstituted, source)).toEqual([]);
});
