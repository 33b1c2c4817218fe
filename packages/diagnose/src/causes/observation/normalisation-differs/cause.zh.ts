import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '训练与评测的图像归一化不一致',
  what: '数据集代码给出的图像，归一化方式为：{training}；评测则为：{evaluation}。',
  why: '网络看到的是训练时从未见过的取值范围。第一层分不清这是画面变亮了还是尺度变了，于是特征整体偏移，动作变得几乎恒定。',
  remedies: [
    {
      text: '评测时使用训练代码中的数值。',
      cost: '一行代码。',
      risk: '只要这份训练代码确实就是训练该 checkpoint 的代码，就没有风险。',
    },
    {
      text: '两边各取一个样本，打印送入网络的张量的最小值、均值和最大值。',
      cost: '几分钟。',
      risk: '无。',
    },
    {
      text: '让训练和评测共用同一个预处理函数。',
      cost: '少量 import 改动。',
      risk: '无。',
    },
  ],
};
