import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '对文件中的文本调用了 `eval()`（{argument}）',
  what: 'config 或任务文件中的文本被当作 Python 代码执行。',
  why: '这样一来，来源不明的 YAML 或 BDDL 文件就等于来源不明的程序。它不能解释成绩低。',
  remedies: [
    {
      text: '数字和元组用 `ast.literal_eval`，类则用名字表查找。',
      cost: '几行代码。',
      risk: '无。',
    },
  ],
};
