import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '评测的是基座模型：{checkpoint}',
  what: '{checkpoint} 是供他人微调的预训练模型，没有针对该基准训练过。',
  why: '基座与微调后的 checkpoint，名字往往只差一个词。基座没有 LIBERO 的动作统计量，也没有见过它的相机画面。',
  remedies: [
    {
      text: '评测针对 LIBERO 微调过的 checkpoint，例如 `pi05_libero_finetuned`。',
      cost: '一次下载，一次评测。',
      risk: '无。',
    },
    {
      text: '在该 suite 上微调基座，并在结果中写明用的是哪个 checkpoint。',
      cost: '一次训练。',
      risk: '无。',
    },
  ],
};
