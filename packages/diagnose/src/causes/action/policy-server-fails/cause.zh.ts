import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'policy 没能给出回答（{code}）',
  what: '有 {count} 个 episode，policy 失去连接、回答太迟，或者自己抛出了异常。',
  why: '模型抛出异常、显存耗尽，或者服务被停掉：policy 根本没有机会出手，这样的 episode 说明不了它的好坏。',
  remedies: [
    {
      text: '查看那一刻的服务端日志，修好之后接着跑：已经完成的部分不会丢。',
      cost: '只需补跑丢掉的 episode。',
      risk: '无：错误不计为失败。',
    },
    { text: '下次评测之前，先问 policy 一次。', cost: '几分钟。', risk: '无。' },
  ],
};
