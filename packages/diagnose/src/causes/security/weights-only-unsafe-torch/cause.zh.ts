import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '在 torch {torch} 下，`weights_only=True` 并不能起到保护作用',
  what: '在 torch 2.6 之前，精心构造的文件即使在 `weights_only=True` 下也能执行代码。',
  why: 'CVE-2025-32434：受限的 unpickler 处理某些张量类型时，会走到不受限制的代码。它不能解释成绩低。',
  remedies: [
    {
      text: '加载来源不明的 pickle 之前，先查看其中引用的 global。',
      cost: '几秒钟。',
      risk: '无。',
    },
    {
      text: '升级 torch，或使用 safetensors。',
      cost: '下载量较大；编译过的扩展须一并更新。',
      risk: '锁定 torch 2.2 的 policy（如 OpenVLA）须重新测试。',
    },
  ],
};
