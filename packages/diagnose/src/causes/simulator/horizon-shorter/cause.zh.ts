import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'episode 在 {horizon} 步后就结束；{suite} 通常给 {usual} 步',
  what: '每个 episode 跑满 {horizon} 步就被放弃。{suite} 最长的演示大约需要 {usual} 步。',
  why: '速度与演示相当的 policy，需要的步数也与演示相当。步数上限太小，慢一些的成功就都算成了失败；公开的成绩至少给 {usual} 步。',
  remedies: [
    {
      text: '采用与对比成绩相同的上限：不写 `--horizon`，或者指定一个 protocol。',
      cost: '失败的 episode 会更长。',
      risk: '无。',
    },
  ],
};
