import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '权重文件只是 130 字节的文本：git-LFS 指针',
  what: '{file} 并不是张量文件，它只用 hash 指明了文件，真正的内容从未下载。',
  why: '没有安装 git-lfs，或者设置了 GIT_LFS_SKIP_SMUDGE 时，clone 下来的就只是指针。读取张量的程序会把其中的文字当成头部长度或操作码。',
  remedies: [
    {
      text: '下载真正的内容，下次运行之前看一眼文件大小。',
      cost: '下载的时间。',
      risk: '无。',
    },
    {
      text: '用支持 LFS 的客户端下载模型，并核对 hash。',
      cost: '无。',
      risk: '无。',
    },
  ],
};
