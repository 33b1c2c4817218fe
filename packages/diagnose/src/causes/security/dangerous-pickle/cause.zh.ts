import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '加载这个 checkpoint 会执行代码：{name}',
  what: '其 pickle 引用了 {name}。它不该出现在权重文件里，一旦被调用就会对机器做些什么。',
  why: 'pickle 就是程序。不加限制地加载，就会调用其中引用的函数；来源不明的文件正是这样控制一台机器的。',
  remedies: [
    {
      text: '不要加载该文件。查看其中的每个名字，并弄清文件的来源。',
      cost: '无。',
      risk: '如果之前已经加载过，应视为那台机器已被入侵。',
    },
    {
      text: '向作者索取同一份权重的 safetensors 版本。',
      cost: '一次下载。',
      risk: '无。',
    },
  ],
};
