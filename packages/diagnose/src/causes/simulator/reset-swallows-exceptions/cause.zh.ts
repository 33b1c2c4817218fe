import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '`reset()` 吞掉所有异常，无限重试',
  what: '`finally` 中的 `continue` 会丢弃抛出的任何异常。一个不会自行消失的错误，就变成了满负荷空转、没有 traceback 的卡死。',
  why: 'LIBERO 在随机摆放失败时会重试 reset，它针对的只是这一种异常。但 `finally` 中的 `continue` 会丢弃所有异常，连键盘中断也不例外。',
  remedies: [
    {
      text: '如果程序卡在 reset 里，从外部查看进程：调用栈停在这个循环，就可以确定。',
      cost: '一分钟。',
      risk: '无。',
    },
    {
      text: '去掉 `finally`，只捕获摆放失败的异常，并在重试若干次后放弃。',
      cost: '在 LIBERO 的分支里改三行。',
      risk: '无。',
    },
  ],
};
