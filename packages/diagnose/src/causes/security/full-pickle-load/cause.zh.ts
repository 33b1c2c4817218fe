import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '反序列化时不加任何限制（`weights_only=False`）',
  what: '`torch.load(…, weights_only=False)` 会执行文件里写的任何操作。因此，来源不明的 checkpoint 或初始状态文件，就等于来源不明的程序。',
  why: '如果 checkpoint 除权重之外还存有项目自己的对象（例如 config），就不得不这样设置。它不能解释成绩低，但对机器来说是安全隐患。',
  remedies: [
    {
      text: '加载之前，先查看文件中引用的 global。',
      cost: '几秒钟。',
      risk: '无。',
    },
    {
      text: '权重存成 safetensors，config 存成 JSON，这样用受限加载就够了。',
      cost: '训练代码里改几行。',
      risk: '无。',
    },
  ],
};
