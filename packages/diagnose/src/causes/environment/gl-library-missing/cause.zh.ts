import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '要求 MuJoCo 用 {backend} 渲染，但没有安装 {library}',
  what: '`MUJOCO_GL={backend}` 需要 {library}，而这台机器上没有列出它。渲染第一帧时会报错，甚至 import 时就会报错。',
  why: '这个变量只选择渲染后端，并不会安装它。PyOpenGL 找不到库时会把它当作 `None`，因此报错里出现的是某个属性，而不是库的名字。',
  remedies: [
    {
      text: '安装所需的库（EGL 用 `libegl1` 和 `libgl1`，OSMesa 用 `libosmesa6`），或者改用已有的后端。',
      cost: '几分钟，需要 root 权限；在集群上可用 module 或 conda 包（`conda install -c conda-forge mesalib`）。',
      risk: '无。',
    },
    {
      text: '任务启动时先渲染一帧，再加载模型。',
      cost: '一行代码。',
      risk: '无。',
    },
  ],
};
