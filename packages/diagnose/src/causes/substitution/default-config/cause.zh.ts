import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '找不到 checkpoint 的 config，改用了默认值',
  what: '如果 checkpoint 没有 config，或者 config 属于另一个类，源码就按默认值构建模型，再把权重加载进去。',
  why: '类被移动过，或者保存成了普通字典，就通不过 `isinstance` 检查，而程序并不会停下。一旦默认值不同，形状就会不同；在 `strict=False` 下，则会有层被漏掉。',
  remedies: [
    {
      text: 'checkpoint 没有 config 时抛出异常，并查看其中究竟存了什么。',
      cost: '一行代码。',
      risk: '无。',
    },
    {
      text: '把 config 以 JSON 存在权重旁边，并带上版本号。',
      cost: '几行代码。',
      risk: '无。',
    },
  ],
};
