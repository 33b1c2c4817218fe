import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'checkpoint 中有 {count} 个张量只是空的占位符',
  what: '本应是权重的位置，张量却没有任何元素。数值不在这个文件里。',
  why: '在 DeepSpeed ZeRO-3 或 FSDP 下，每个进程只保存一个切片，模块自身持有的是空张量。保存 checkpoint 时没有先把切片聚合起来。',
  remedies: [
    {
      text: '如果保留了分片的优化器 checkpoint，可以由它拼出权重：DeepSpeed 会在旁边写出 `zero_to_fp32.py`。',
      cost: '几分钟，以及容纳整个 float32 模型的内存。',
      risk: '无。如果分片没有保留，权重就丢失了。',
    },
    {
      text: '保存时先聚合（`stage3_gather_16bit_weights_on_model_save`、FULL_STATE_DICT），并检查每次训练的第一个 checkpoint。',
      cost: '一项设置。',
      risk: '保存会变慢。',
    },
  ],
};
