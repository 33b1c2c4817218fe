import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '使用了 `trust_remote_code=True`，却没有固定 revision',
  what: '加载时会从 hub 下载模型代码并执行，执行的是当天最新的内容。',
  why: '凡是能向该仓库推送的人，都能在这里执行代码；相隔一周的两次评测，跑的也可能不是同一个模型。如果 transformers 本身就支持该模型类型，根本不需要这个参数。',
  remedies: [
    {
      text: '去掉这个参数；或者传入 `revision`，值为审阅过的 commit 的完整 hash。',
      cost: '一个参数。',
      risk: '无。',
    },
  ],
};
