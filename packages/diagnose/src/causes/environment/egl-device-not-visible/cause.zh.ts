import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'MUJOCO_EGL_DEVICE_ID 指定的 GPU 对该进程不可见',
  what: '`CUDA_VISIBLE_DEVICES` 中没有列出的设备，robosuite 会拒绝用来渲染；或者 EGL 的设备数少于所给的编号。',
  why: '有两个变量选择 GPU，各自编号：EGL 对整台机器的设备编号，CUDA 只对可见的设备编号。调度器往往只设置其中一个。robosuite 1.4 比较的是字符串，因此 `1` 能通过 `10,11` 的检查。',
  remedies: [
    {
      text: '两个变量都采用调度器分配的设备，或者不设置 MUJOCO_EGL_DEVICE_ID。',
      cost: '作业脚本中的一行。',
      risk: 'EGL 的 GPU 顺序可能不同：请用 nvidia-smi 观察实际在哪块卡上渲染。',
    },
  ],
};
