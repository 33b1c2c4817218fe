import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'episode 开始前静置（settle）{steps} 步，而已发表的成绩用的是 10 步',
  what: '评测脚本让场景静置 {steps} 步（动作：{action}）。',
  why: '存储的初始状态中，物体略高于桌面。OpenVLA 和 openpi 张开夹爪等待 10 步；LIBERO 自带的评测用全零动作等待 5 步，对夹爪来说就是半闭合。这一差异只影响几个百分点，绝不会让成功率归零。',
  remedies: [
    {
      text: '采用该 policy 自己评测时的 settle 步：对 OpenVLA 一类的 policy，执行 10 次 `[0, 0, 0, 0, 0, 0, -1]`。',
      cost: '一行代码，重新跑一次。',
      risk: '无。',
    },
  ],
};
