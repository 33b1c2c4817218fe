import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '所有 episode 跑完之后才一次性写出结果',
  what: '脚本把全部结果放在内存里，最后才写文件。最后一个任务一旦崩溃，前面所有任务的结果都会丢失。',
  why: '评测一跑就是几个小时，而仿真器确实会崩溃。这不是成绩低的原因，但可以解释为什么找不到结果文件。',
  remedies: [
    {
      text: '每个 episode 追加写一行，再由这些行汇总。',
      cost: '几行代码。',
      risk: '无。',
    },
  ],
};
