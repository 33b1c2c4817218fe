import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '动作仅通过一个很小的附加项受图像和指令影响（{class}）',
  what: 'action head 从 {class} 读到的是一个可学习的常量，再加上一个经过缩小的输入摘要。',
  why: '这条路径确实传递信息，所以动作会随输入变化。但整个场景只剩一个池化向量，尺度又很小，几乎无法表达物体在哪里；模型首先学到的是数据集的平均动作，而这样误差就已经很小了。',
  remedies: [
    {
      text: '在数据集的各帧上，比较预测动作与录制动作的离散程度；再换成另一个场景的图像，看动作变化有多大。',
      cost: '一小时。',
      risk: '无。',
    },
    {
      text: '让 action query 能够注意到 token，然后重新训练。',
      cost: '改动架构，并重新训练一次。',
      risk: '此前的 checkpoint 将无法加载。',
    },
  ],
};
