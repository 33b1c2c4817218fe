import type { CauseTexts } from '../../../texts/language.ts';

export const zh: CauseTexts = {
  title: '没有可用的 EGL：仿真器无法渲染',
  what: '渲染器无法在这台机器上打开 EGL display，或者 PyOpenGL 找不到 libEGL。图像渲染不出来，环境也就创建不了。',
  why: '容器里常常缺少驱动的图形部分（`NVIDIA_DRIVER_CAPABILITIES` 中没有 `graphics`），或者没有安装 `libegl1`。随后出现的、关于 `MjRenderContextOffscreen` 没有 `con` 的第二个错误来自析构函数，没有意义。',
  remedies: [
    {
      text: '改用 CPU 渲染。',
      cost: '须安装 libosmesa6；渲染会慢几倍。',
      risk: '像素可能与 GPU 渲染的略有不同。',
    },
    {
      text: '安装 libegl1 和 libgl1，启动容器时设置 `NVIDIA_DRIVER_CAPABILITIES=all`，并使用 3.1.6 或更高版本的 PyOpenGL。',
      cost: '重新构建镜像。',
      risk: '无。',
    },
  ],
};
