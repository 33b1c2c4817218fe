import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: 'LIBERO 的配置指向了另一份 LIBERO，而不是被 import 的那一份',
  what: 'LIBERO 在 {path} 查找它的文件，而该位置并不存在，或者属于另一份 LIBERO。',
  why: '任务文件、初始状态和 assets 的路径都写在 `~/.libero/config.yaml` 里，每个用户只有一份。最先被 import 的 LIBERO、LIBERO-plus 或其他分支写下它，其余的都读它。',
  remedies: [
    {
      text: '把 `~/.libero/config.yaml` 中的路径与 `import libero` 实际使用的目录做比较；为每个环境准备单独的配置文件。',
      cost: '几分钟。',
      risk: '该文件不存在时，LIBERO 会提问并等待输入：提交批处理任务之前要先创建好。',
    },
    {
      text: '即使没有报错，所用的 assets 和初始状态也可能来自另一份 LIBERO：取两边的同一个任务文件比较一下。',
      cost: '几分钟。',
      risk: '无。',
    },
  ],
};
