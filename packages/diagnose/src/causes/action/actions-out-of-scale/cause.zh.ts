import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '动作的量级与 LIBERO 不符',
  what: '策略给出的手臂数值大多超出 [-1, 1]，或几乎为零，或与 checkpoint 自身的训练均值相差很远。',
  why: 'LIBERO 接受的是相对其范围的比例，而不是米或弧度。动作如果没有反归一化、做了两次，或用了其他数据集的统计量，方向仍在而大小全失：手臂几乎不动，或猛冲到极限。',
  remedies: [
    {
      text: '查看 checkpoint 保存了哪些统计量，以及服务端是否应用了它们。',
      cost: '几分钟。',
      risk: '无。',
    },
    {
      text: '把统计量保存在 checkpoint 中，缺少时拒绝运行。',
      cost: '几行代码。',
      risk: '没有统计量的 checkpoint 将无法运行，而这正是应有的行为。',
    },
  ],
};
