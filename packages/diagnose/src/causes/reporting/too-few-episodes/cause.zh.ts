import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '{ran} 个 episode 太少，算不出有意义的成功率',
  what: '{ran} 个 episode 中成功 {succeeded} 个：{bound}。',
  why: '成功率是独立试验中成功的比例。试验这么少，置信区间会很宽，与其他数字比较没有意义。',
  remedies: [
    {
      text: '按照该基准的做法，每个任务跑 50 个 episode，并随成功率给出置信区间。',
      cost: '仿真时间。',
      risk: '无。',
    },
  ],
};
