import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'episode 之间没有重置环境：仿真器 1000 步的 horizon 跨 episode 累计',
  what: '在 {tasks} 个任务中，列出的最后一个 episode 提前结束，而结束的步数既不是 policy 决定的，也不是步数上限：{steps}。',
  why: 'robosuite 从 `reset()` 开始计步，直到 horizon；`set_init_state` 只移动物体，不清零计数器。每个 episode 之前还有 {settle} 步静置（settle），累计超过 1000 步之后，下一次 `step()` 就会抛出 "executing action in terminated episode"，脚本便就此结束该任务。',
  remedies: [
    {
      text: '每次 `env.set_init_state(…)` 之前先调用 `env.reset()`，顺序不能颠倒。',
      cost: '一行代码；每个 episode 多花一两秒。',
      risk: '无。但若顺序写反，初始状态会被丢弃。',
    },
    {
      text: '找一个任务，跑比之前更多的 episode，查看步数：每个 episode 都应当跑到步数上限，或者成功结束。',
      cost: '一个任务的时间。',
      risk: '无。',
    },
    {
      text: '被仿真器中途截断的 episode 应记为 error 而不是 failure，并换一个新环境继续。',
      cost: '在评测循环里加几行代码。',
      risk: '无。',
    },
  ],
};
