import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '训练时看到的可能一直是同一条指令',
  what: '无论传入哪一句指令，policy 的动作都一样；或者数据集代码读取指令的字段可能并不存在，此时会用一个常量（{instruction}）代替。而评测时传入的是真实的句子。',
  why: 'LeRobot 数据集保存的是 `task_index`，句子放在另一张表里；如果代码去读 `language_instruction`，每个样本都读不到。这样训练出来的 policy 从来不知道任务是什么：离线误差可以非常小，而评测时的句子对它来说是从未见过的输入。',
  remedies: [
    {
      text: '统计训练数据加载器一个 epoch 中有多少条不同的指令。如果多于一条，且与任务数相同，就不是这个问题。',
      cost: '几分钟，无需训练。',
      risk: '无。',
    },
    {
      text: '把任务指令换成这个常量，评测一次。成功率若有变化，就说明 policy 是用这个常量训练的。',
      cost: '一次短评测。',
      risk: '仅供测试：policy 仍然不知道自己的任务是什么。',
    },
    {
      text: '通过数据集的任务表解析 `task_index`，找不到句子时抛出异常，然后重新训练。',
      cost: '一次训练。',
      risk: '无。',
    },
  ],
};
