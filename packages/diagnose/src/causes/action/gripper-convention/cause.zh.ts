import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '夹爪数值的约定与 LIBERO 不同',
  what: '在测试的各个时刻，策略的夹爪指令在该张开时闭合，或者始终停留在闭合的一侧。',
  why: 'LIBERO 中 -1 表示张开，1 表示闭合；RLDS 数据集用 1 表示张开、0 表示闭合，因此相应的策略需要做 1 - 2x 的换算。漏掉这一步，或做了两次，夹爪就永远抓不住东西，而其他动作看起来都正常。',
  remedies: [
    {
      text: '指明策略训练时使用的约定，再测一次。',
      cost: '几分钟。',
      risk: '无，不写入任何文件。',
    },
    {
      text: '把约定和 checkpoint 一起保存，只在一处换算，并写明两端的约定。',
      cost: 'config 中加一个字段。',
      risk: '无。',
    },
  ],
};
