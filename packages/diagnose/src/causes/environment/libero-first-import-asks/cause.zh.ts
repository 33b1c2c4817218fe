import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '首次 import LIBERO 时会提问，而没有人能回答',
  what: 'LIBERO 会询问数据集存放在哪里。没有终端时，任务要么永远等待，要么以 EOFError 结束。',
  why: '`~/.libero/config.yaml` 不存在时，`libero/libero/__init__.py` 会调用 `input()`：新用户、新容器、集群上换了 home 目录，都会遇到。',
  remedies: [
    {
      text: '任务开始之前，先回答一次。',
      cost: '几秒钟。',
      risk: '无。',
    },
    {
      text: '把 config.yaml 放进镜像，并设置 LIBERO_CONFIG_PATH。',
      cost: '一个文件。',
      risk: '无。',
    },
  ],
};
