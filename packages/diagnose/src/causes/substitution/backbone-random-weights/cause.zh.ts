import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '预训练的 backbone 没有加载，网络结构带着随机权重在运行',
  what: 'backbone 的权重下载失败，程序带着初始值继续运行。该日志中，此后也没有任何加载为其填充权重。',
  why: '下载代码外面的 `except` 把断网变成了未经训练的 backbone。这样开始的训练，从一开始就失去了本应依靠的预训练基础。',
  remedies: [
    {
      text: '查看 checkpoint 中是否有 backbone 的张量。如果有，而且之后加载了，这一行就没有影响。',
      cost: '几秒钟。',
      risk: '无。',
    },
    {
      text: '任务开始之前把权重放进缓存；拿不到权重时抛出异常。',
      cost: '一次下载，删掉一个 `except`。',
      risk: '从随机权重开始训练出来的 policy 必须重新训练。',
    },
  ],
};
