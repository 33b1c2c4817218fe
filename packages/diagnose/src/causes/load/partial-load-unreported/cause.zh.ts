import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '只加载了一部分也不会被发现：`strict=False` 的返回值被截断或丢弃',
  what: '`load_state_dict(…, strict=False)` 会返回 missing 和 unexpected 的名字。这里只打印了前三个，或者根本不打印，紧接着的一行却报告加载成功。此处缺少：{count}。',
  why: '使用 `strict=False` 时，即使一个名字都对不上，checkpoint 也能“加载成功”。没有被填充的参数保持随机初始值。',
  remedies: [
    {
      text: '改用 `strict=True`；或者除事先写明的名字之外，只要两个列表不为空就抛出异常。',
      cost: '一行代码。',
      risk: '以前能通过的加载会停下来，而这正是目的。',
    },
    {
      text: '下次运行之前，先比对两边的名字。',
      cost: '几秒钟。',
      risk: '无。',
    },
  ],
};
