import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '模型中有 {count} 个张量不在 checkpoint 里，而仅有一条 warning 提到此事',
  what: '加载 policy 时没有使用 `strict`。没有从文件得到值的有 {count} 个，例如 {example}。',
  why: 'LeRobot 和 transformers 的 `from_pretrained` 遇到缺少的名字不会报错，只以 WARNING 级别打印。没有填充的参数保持随机初始值；如果缺的是统计量，输出的动作就停留在归一化之后的尺度上。',
  remedies: [
    {
      text: '改用 `strict=True` 加载，并查看缺少的名字。如果名字只差一个前缀，说明它来自该库的另一个版本。',
      cost: '几分钟。',
      risk: '无。',
    },
    {
      text: '除事先写明的名字之外，只要有缺失就报错。',
      cost: '几行代码。',
      risk: '无。',
    },
  ],
};
