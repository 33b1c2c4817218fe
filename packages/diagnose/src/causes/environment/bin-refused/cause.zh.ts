import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'torch 低于 2.6 时，transformers 拒绝加载 `.bin` checkpoint',
  what: '`from_pretrained` 在读取权重之前就抛出异常：这些权重是 pickle 格式，而 torch 低于 2.6。',
  why: '在 torch 2.6 之前，`weights_only=True` 并不能真正起到保护作用（CVE-2025-32434）。因此 transformers 从 4.52 起，只在较新的 torch 下打开 pickle。',
  remedies: [
    {
      text: '改用同一份权重的 safetensors 格式；hub 上的仓库大多两种都有。',
      cost: '一次下载。',
      risk: '无。',
    },
    {
      text: '把 torch 升级到 2.6 或更高版本。',
      cost: '下载量较大；torchvision 和编译过的扩展须一并更新。',
      risk: '为旧版 torch 编译的扩展将无法使用。',
    },
  ],
};
