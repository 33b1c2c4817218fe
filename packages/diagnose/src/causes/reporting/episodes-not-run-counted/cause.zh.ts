import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '没有跑的 episode 也被计入：成功率按 {counted} 个算，实际只列出 {listed} 个',
  what: '结果文件以 {counted} 个 episode 为分母，但其中 {missing} 个没有任何记录，也就是根本没有跑。',
  why: 'episode 循环提前结束，成功率却按“成功数除以计划数”计算。这样得到的成功率偏低，而且对没有跑的 episode 什么也说明不了。',
  remedies: [
    {
      text: '分母只算以成功或失败结束的 episode；出错的和没有跑的，单独列在成功率旁边。',
      cost: '一行代码。',
      risk: '以前公布的成功率算法不同，比较时须说明。',
    },
    {
      text: '如果记录到的 episode 少于计划数，就让这次运行报错。',
      cost: '一条断言。',
      risk: '无。',
    },
  ],
};
