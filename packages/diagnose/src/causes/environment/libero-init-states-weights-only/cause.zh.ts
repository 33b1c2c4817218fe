import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'torch 2.6 及以上版本拒绝加载 LIBERO 的初始状态',
  what: '用 `torch.load` 读取 LIBERO 的 `.pruned_init` 文件时报错：其中是 NumPy 数组，`weights_only=True` 不允许。',
  why: 'torch 2.6 把 `weights_only=True` 设成了默认值。LIBERO 调用 `torch.load(path)` 时没有传这个参数，而它的初始状态是 pickle 序列化的数组。',
  remedies: [
    {
      text: '在调用处放行这些文件所需的三个 NumPy 名字：`torch.serialization.safe_globals([...])`，列入 `numpy.core.multiarray._reconstruct`、`numpy.ndarray` 和 `numpy.dtype`（NumPy 1.25 及以上还包括它的子类）。',
      cost: '几行代码。',
      risk: '比 `weights_only=False` 的风险小，后者会执行来源不明的文件里的任何操作。',
    },
    {
      text: '把初始状态一次性转换成 `.npy`。',
      cost: '一小时。',
      risk: '无。',
    },
  ],
};
