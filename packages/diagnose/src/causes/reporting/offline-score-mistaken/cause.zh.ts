import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '离线误差小（{mse}）不等于能成功：{ran} 个 episode 只成功了 {succeeded} 个',
  what: '该 checkpoint 复现数据集动作的均方误差为 {mse}，但在仿真器中 {ran} 个 episode 只成功了 {succeeded} 个。',
  why: '离线评测时，每次输入都是数据集里的画面，误差不会累积。闭环运行时，policy 看到的是自己动作的后果，而且要经过评测脚本的相机、预处理和指令。两者的差距说明问题出在两边不一致的地方：图像朝向与归一化、视角、指令、动作尺度；也可能 policy 只学到了平均动作。权重本身是加载上了的，否则离线误差会很大。',
  remedies: [
    {
      text: '逐字节比对两条路径的输入：取仿真器的一次观测和数据集的一帧，分别经过两套预处理，再看各自传入的指令是什么。',
      cost: '一小时。',
      risk: '无。',
    },
    {
      text: '从录制的初始状态出发，在仿真器中回放录制的动作。如果任务成功，说明动作与仿真器没有问题，问题出在观测上。',
      cost: '一小时。',
      risk: '无。',
    },
    {
      text: '按仿真器中的成功率挑选 checkpoint；离线误差只用来检查数据加载。',
      cost: '每个候选 checkpoint 都要占用仿真时间。',
      risk: '无。',
    },
  ],
};
