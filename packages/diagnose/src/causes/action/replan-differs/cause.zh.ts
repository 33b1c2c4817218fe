import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '每 {replan} 步询问一次 policy；它自己的评测是每 {own} 步一次',
  what: '一段动作执行 {replan} 步之后才再次询问；这个 policy 公布成绩时的评测执行 {own} 步。',
  why: '一段动作执行得越多，反应就越迟：物体动了也看不到。只执行第一个动作，又会让按整段训练的 policy 动作发抖。已报告的差别可达成绩的四分之一。',
  remedies: [
    {
      text: '去掉 `--replan`：policy 的 manifest 里就是它自己评测所用的数。',
      cost: '重跑一次。',
      risk: '无。',
    },
  ],
};
