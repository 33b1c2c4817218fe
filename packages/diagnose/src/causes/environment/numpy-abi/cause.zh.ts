import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '编译过的扩展包与 NumPy 不匹配',
  what: '某个扩展模块编译时所用的 NumPy 大版本与当前安装的不同，因此无法导入。',
  why: 'NumPy 1 与 2 之间，数组的内存布局发生了变化。扩展沿用的是编译时的布局，而之后的某次 `pip install` 把 NumPy 换掉了。',
  remedies: [
    {
      text: '把 NumPy 换回编译该扩展时的大版本。',
      cost: '几分钟。',
      risk: '需要 NumPy 2 的包会报错：那就只能让 policy 和仿真器各用一个环境。',
    },
    {
      text: '用一条命令加 constraints 文件安装所有的包。',
      cost: '一个文件。',
      risk: '无。',
    },
  ],
};
