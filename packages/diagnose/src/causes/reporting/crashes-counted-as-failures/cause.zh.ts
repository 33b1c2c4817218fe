import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '崩溃的 episode 被算成 policy 失败（{count}）',
  what: '异常终止了 episode，但成功率把它当作 policy 没有完成任务来计算。',
  why: 'episode 循环捕获所有异常后继续运行。于是连接断开、缺少 key、形状不对，看上去都像是 policy 完成不了任务。',
  remedies: [
    {
      text: '看第一个异常并消除其原因；多数情况下，每个 episode 的异常都是同一个。',
      cost: '几分钟。',
      risk: '无。',
    },
    {
      text: '把 success、failure 和 error 分开记录，并把 error 的数量列在成功率旁边。',
      cost: '几行代码。',
      risk: '以前公布的成功率算法不同。',
    },
  ],
};
