import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '在 NumPy {numpy} 下读取由 NumPy 2 写出的 pickle',
  what: '文件中引用了 `numpy._core`，而当前的 NumPy 没有这个模块，反序列化到这里就停了。',
  why: 'NumPy 2 把 `numpy.core` 改名为 `numpy._core`，而 pickle 记录的是写入时的模块名。',
  remedies: [
    {
      text: '安装 NumPy 1.26.4，它在新名字下提供了兼容模块；如果其他包都支持，也可以安装 NumPy 2。',
      cost: '几分钟。',
      risk: '为 NumPy 1 编译的包在 NumPy 2 下无法使用。',
    },
    {
      text: '数组改存为 `.npz` 或张量，不用 pickle。',
      cost: '几行代码。',
      risk: '无。',
    },
  ],
};
