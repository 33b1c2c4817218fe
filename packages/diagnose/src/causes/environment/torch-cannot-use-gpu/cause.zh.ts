import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'torch 无法使用这块 GPU：{reason}',
  what: '安装的 torch 中没有适用于这块 GPU 的代码，或者驱动对它来说太旧。第一个 GPU 操作就会报错，或者整个评测都在 CPU 上运行。',
  why: '每个 torch 安装包都针对某个 CUDA 版本和当时已知的 GPU 架构编译。新显卡、旧驱动，或者从默认源装到的 CPU 版，都会对不上。',
  remedies: [
    {
      text: '让 torch 说明它能看到什么、为什么而编译。',
      cost: '几秒钟。',
      risk: '无。',
    },
    {
      text: '安装与驱动支持的、GPU 需要的 CUDA 相对应的 torch：在 PyTorch 的 "Get started" 页面选择下载源。',
      cost: '数 GB；固定了 torch 版本的包可能会冲突。',
      risk: '较新的 torch 会拒绝旧的 pickle（`weights_only`）：请重新检查加载。',
    },
  ],
};
