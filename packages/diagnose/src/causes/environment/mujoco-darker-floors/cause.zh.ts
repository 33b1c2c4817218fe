import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'MuJoCo {mujoco} 渲染的 LIBERO-Object 地面比训练图像暗',
  what: '从 3.3.3 起，LIBERO-Object 带纹理的地面会偏暗。用旧版本图像训练的 policy，在这个 suite 上会丢分，而且只在这个 suite 上。',
  why: '渲染器对纹理颜色空间的处理变了。物理过程没有变，变的是图像，换随机种子也无济于事。',
  remedies: [
    {
      text: '用渲染训练图像时的 MuJoCo 版本评测。',
      cost: '几分钟，外加重跑 LIBERO-Object。',
      risk: '对 robosuite 1.4 没有风险。',
    },
    {
      text: '在每个结果文件里写明 MuJoCo 的版本。',
      cost: '一行代码。',
      risk: '无。',
    },
  ],
};
