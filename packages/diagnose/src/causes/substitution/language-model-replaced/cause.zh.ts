import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '本应构建 {wanted}，实际构建的却是 {built}',
  what: '构建 {wanted} 时失败，异常被 `except` 捕获，程序改用 {built} 继续运行。日志里只有一行提到此事，夹在大量输出之中，而后面的日志打印的仍是 config 里的名字。',
  why: '这个异常处理会捕获所有异常。无论是库版本太旧、网络断开还是名字写错，结果都不是报错，而是换成了另一个模型。',
  remedies: [
    {
      text: '消除 {wanted} 构建失败的原因（若前面另有一项发现，就是它所说的原因）；之后就不会再走到这个异常处理分支。',
      cost: '与那一项的解决办法相同。',
      risk: '只要这个异常处理还在，下一次失败仍然会悄无声息。',
    },
    {
      text: '删掉这个异常处理，让构造函数的报错终止程序。若确实需要备用模型，应在 config 中写明，并把实际使用的模型名存进 checkpoint。',
      cost: '删几行代码；训练时须以真正想用的模型启动。',
      risk: '对评测没有风险。',
    },
    {
      text: '如果确实要改用 {built}，就必须重新训练：语言模型之后的 projector 取决于其隐藏维度，而针对某个文本编码器训练出来的 policy 并不能理解另一个编码器的输出。',
      cost: '一次训练，至少要重训 projector 及其后的部分。',
      risk: '成绩需要重新评测。',
    },
  ],
};
