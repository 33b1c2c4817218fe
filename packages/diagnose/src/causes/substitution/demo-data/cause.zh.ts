import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '数据集没有加载成功，改用了随机数据',
  what: '数据加载器生成了噪声图像和随机动作，训练就在这些数据上进行。',
  why: '下载代码外面的 `except` 会回退到测试用的假数据集。loss 会降到噪声水平，看上去像是在学习。',
  remedies: [
    {
      text: '在训练日志的开头查找同样的几行。如果有，说明该 checkpoint 什么也没有学到，必须重新训练。',
      cost: '一次训练。',
      risk: '无。',
    },
    {
      text: '数据集加载失败时抛出异常；假数据只留给测试用。',
      cost: '删掉一个 `except`。',
      risk: '无。',
    },
  ],
};
