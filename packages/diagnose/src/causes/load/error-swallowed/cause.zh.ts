import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '加载错误被吞掉，程序带着未经训练的模型继续运行',
  what: '加载权重时抛出异常，`except` 只打印了一行，调用者拿到的仍是刚构造出来的模型。',
  why: '随机权重的模型接受同样的观测，输出同样形状的动作，所以后面没有任何环节会察觉。导出之后拿它和自己比较，也同样会通过。',
  remedies: [
    {
      text: '在异常处理中重新抛出异常，再跑一遍，把此时出现的错误当作真正的错误来处理。',
      cost: '一行代码。',
      risk: '无。',
    },
    {
      text: '每次加载之后，抽一个张量与文件中的比对，并统计有多少 key 被实际加载。',
      cost: '三行代码。',
      risk: '无。',
    },
  ],
};
