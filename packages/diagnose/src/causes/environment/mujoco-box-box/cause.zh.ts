import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '在 MuJoCo {mujoco} 下，ramekin 上的碗落到了与训练时不同的位置',
  what: 'LIBERO-Spatial 中只有“碗在 ramekin 上”这一个任务成绩崩溃，其余九个正常。',
  why: '该任务存储的初始状态中，碗悬在空中几厘米处，要靠静置落下。MuJoCo 3.4.0 改变了 box 之间的接触计算，碗因此落到了别的位置。',
  remedies: [
    {
      text: '用低于 3.4 的 MuJoCo 评测。',
      cost: '几分钟，外加重跑该任务。',
      risk: '从 3.3.3 起，LIBERO-Object 的地面会变暗；用 3.3.2 可以同时避开这两个问题。',
    },
    {
      text: '不用 policy，从初始状态空跑 50 步，看碗停在哪里。',
      cost: '几分钟。',
      risk: '无。',
    },
  ],
};
