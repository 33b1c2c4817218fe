import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '加载{thing}时的错误被吞掉，程序{goesOn}继续运行',
  what: '加载{thing}时抛出异常，`except` 把它放了过去，调用者拿到的是{gets}。',
  why: '随机权重的模型接受同样的观测，输出同样形状的动作，所以后面没有任何环节会察觉。导出之后拿它和自己比较，也同样会通过。缺少 tokenizer 或 processor 时，程序要么稍后因别的错误停下，要么用模型训练时没有用过的方式处理输入。',
  remedies: [
    {
      text: '在异常处理中重新抛出异常，再跑一遍，把此时出现的错误当作真正的错误来处理。',
      cost: '一行代码。',
      risk: '无。',
    },
    {
      text: '每次加载权重之后，抽一个张量与文件中的比对，并统计有多少 key 被实际加载。',
      cost: '三行代码。',
      risk: '无。',
    },
  ],
};
