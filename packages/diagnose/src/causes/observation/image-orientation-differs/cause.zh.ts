import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '送入 policy 的图像可能是上下颠倒的',
  what: '训练时 {data} 的图像{training}，评测时的图像{evaluation}。而 LIBERO 渲染出来的图像是倒的。',
  why: 'LIBERO 的观测图像，第一行是画面的底部。由它制作并公开的数据集，图像大多已经旋转了 180 度；评测时如果直接传入原始观测，policy 看到的就是上下颠倒、左右镜像的场景。',
  remedies: [
    {
      text: '取数据集的一张图像和评测的第一帧观测，都取送入网络之前的样子，并排比较。如果有一张是倒的，就翻转观测：`img[::-1, ::-1]`。',
      cost: '几分钟，加一行代码。',
      risk: '本来正确的图像，翻转之后反而错了：先看再改。',
    },
    {
      text: '选一个任务，两种朝向各评测一遍。',
      cost: '两次短评测。',
      risk: '无。',
    },
    {
      text: '把图像朝向随 checkpoint 一起保存，并且只在一处做转换，写明转换前后的朝向。',
      cost: 'config 里加一个字段。',
      risk: '无。',
    },
  ],
};
