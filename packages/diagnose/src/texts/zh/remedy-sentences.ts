import type { Sentence } from '../language.ts';
import { modelRemedySentences } from './model-remedy-sentences.ts';
import { policyRemedySentences } from './policy-remedy-sentences.ts';

/** What `plumb check` says of a load, in one line, as `remedies/predict-outcome.ts` builds it. */
const OUTCOMES: readonly Sentence[] = [
  [
    'loads, nothing missing, with {built} in place of {wanted}',
    '加载成功，没有缺失，但以 {built} 代替了 {wanted}',
  ],
  ['loads, nothing missing', '加载成功，没有缺失'],
  ['loads with {list}: no error says so', '加载时不报错，但{list}'],
  ['loads with {list}, with {built} in place of {wanted}', '能加载，但{list}，并以 {built} 代替了 {wanted}'],
  ['loads with {list}', '能加载，但{list}'],
  ['raises while it is built: {error}', '构建时报错：{error}'],
  ['raises: {list}, with {built} in place of {wanted}', '报错：{list}，并以 {built} 代替了 {wanted}'],
  ['raises: size mismatch for {name}, at least', '报错：至少 {name} 形状不匹配'],
  ['raises: {list}', '报错：{list}'],
  ['does not import: {error}', '无法导入：{error}'],
  ['not predicted: {error}', '未能预测：{error}'],
  ['{n} of another shape', '{n} 个张量形状不同'],
];

const UPGRADE: readonly Sentence[] = [
  ['Upgrade transformers to a release that knows `{type}`', '将 transformers 升级到认识 `{type}` 的版本'],
  [
    'transformers {version} knows `{type}` and the load is clean: there is nothing to upgrade.',
    'transformers {version} 认识 `{type}`，加载没有问题，无需升级。',
  ],
  [
    'transformers {first} is the first that knows `{type}`; pip picks {version} and every tensor then has its place.',
    'transformers {first} 是首个认识 `{type}` 的版本；pip 会选择 {version}，届时每个张量都能对上。',
  ],
  [
    'With transformers {version} it still does not load: {outcome}.',
    '升级到 transformers {version} 后仍然无法加载：{outcome}。',
  ],
  [
    'No release of transformers that Plumb has read knows `{type}`.',
    '在 Plumb 已收录的 transformers 版本中，没有一个认识 `{type}`。',
  ],
  [
    'transformers {first}, the first that knows `{type}`, wants Python {python}; this is {here}.',
    '首个认识 `{type}` 的 transformers {first} 要求 Python {python}，而当前为 {here}。',
  ],
  ['minutes: one pip command, no training', '几分钟：一条 pip 命令，无需训练'],
  ['a new environment with a newer Python', '用更新的 Python 新建一个环境'],
  ['everything else in the environment is installed anew', '环境中的其他包都要重新安装'],
  ['{pip}; breaks {names}', '{pip}；会破坏 {names}'],
  ['{pip}; no installed package objects', '{pip}；与已安装的包没有冲突'],
  ['{pip}; who objects is not known', '{pip}；与哪些包冲突尚不清楚'],
  ['pip also replaces {list}', 'pip 还会替换 {list}'],
  ['pip replaces nothing else', 'pip 不会替换其他包'],
  ['{name} (new)', '{name}（新装）'],
  ['in that environment: {version}', '在该环境中执行，得到 {version}'],
  ['pip names what no longer fits', '由 pip 列出不再兼容的包'],
  ['must say "It will load"', '应当显示 “It will load”'],
  ['Releases of transformers (this is Python {python})', 'transformers 的各个版本（当前为 Python {python}）'],
  ['Releases of transformers', 'transformers 的各个版本'],
  ['Replaced by transformers {version}', '安装 transformers {version} 时会替换的包'],
  ['Broken by transformers {version}', '安装 transformers {version} 后会被破坏的包'],
  ['release', '版本'],
  ['breaks', '破坏'],
  ['lowest', '最低'],
  ['offered', '推荐'],
  ['without a pin', '不限版本'],
  ['newest', '最新'],
  ['any', '任意'],
  ['package', '包'],
  ['installed', '已安装'],
  ['wanted', '要求'],
  ['place', '位置'],
  ['asks for', '要求'],
  ['meets', '实际'],
  ['{version} (broken before)', '{version}（原本就不满足）'],
  ['not installed', '未安装'],
  ['now', '现在'],
  ['now, transformers {version}', '现在，transformers {version}'],
  ['{label}, transformers {version}', '{label}，transformers {version}'],
  [
    "Nothing names Python's version, and pip goes by it. Without a pin it picks {list}.",
    'pip 的选择取决于 Python 版本，而证据中没有写明。不限版本时，它的选择是：{list}。',
  ],
  [
    '`pip install --upgrade transformers` without a pin brings {version}: it wants Python {python} and torch {torch}; the load then: {outcome}.',
    '不限版本地执行 `pip install --upgrade transformers` 会装上 {version}：它要求 Python {python} 和 torch {torch}；届时的加载结果：{outcome}。',
  ],
  [
    'A listing has names and versions: which installed packages object to the new versions cannot be known. `plumb capture --print` makes a script that brings the requirements along.',
    '清单中只有包名和版本，无法得知哪些已安装的包与新版本冲突。`plumb capture --print` 生成的脚本会把各包的依赖要求一并采集。',
  ],
  [
    'Nothing else in that folder says what it requires: which installed packages object to the new versions cannot be known. `plumb capture --print` makes a script that brings the requirements along.',
    '该文件夹中没有其他包写明依赖要求，无法得知哪些已安装的包与新版本冲突。`plumb capture --print` 生成的脚本会把各包的依赖要求一并采集。',
  ],
  [
    'Replaced are the packages that transformers itself asks for; what those ask for in turn, pip resolves.',
    '这里列出的是 transformers 直接要求的包；它们各自的依赖由 pip 解析。',
  ],
  [
    'transformers {version} switches PyTorch off below torch {torch}: torch is upgraded too.',
    'torch 不满足 {torch} 时，transformers {version} 会停用 PyTorch，因此 torch 也要一并升级。',
  ],
  ['{version} under {python}', 'Python {python} 下为 {version}'],
  ['Not decided: {line}', '无法判断：{line}'],
  [
    'A model type of somebody’s own code is registered by that code (auto_map, trust_remote_code).',
    '自定义的 model type 由其自带代码注册（auto_map、trust_remote_code）。',
  ],
];

const CONVERT: readonly Sentence[] = [
  ['Rename what is only named otherwise', '把仅仅名字不同的张量改名'],
  ['Every name has its place.', '每个名字都能对上。'],
  [
    'No model is built over there, so there are no names to map to: {outcome}.',
    '目标环境中无法构建模型，因此没有可以对应的名字：{outcome}。',
  ],
  [
    'No known renaming brings the names closer: {left}. A name can be changed, a shape cannot.',
    '没有已知的改名规则能让名字更接近：{left}。名字可以改，形状改不了。',
  ],
  ['No known renaming brings the names closer: {left}.', '没有已知的改名规则能让名字更接近：{left}。'],
  ['{rules}: then every tensor has its place.', '{rules}：此后每个张量都能对上。'],
  ['Renaming helps ({rules}) and does not suffice: {left}.', '改名有帮助（{rules}），但还不够：{left}。'],
  [
    '{n} tensors have another shape, {m} are missing, {k} have no place',
    '{n} 个张量形状不同，缺少 {m} 个，{k} 个无处可放',
  ],
  ['minutes, and the space of a second copy', '几分钟，外加一份副本的磁盘空间'],
  ['none to the values: only names change; keep the original', '数值不受影响，只改名字；请保留原文件'],
  ['writes the renamed copy; the original stays', '写出改名后的副本，原文件不动'],
  ['Names that change ({n} of {m})', '改动的名字（{m} 个中的 {n} 个）'],
  ['saved', '保存时'],
  ['renamed', '改名后'],
  ['every new name with the saved one that it comes from', '每个新名字及其对应的原名'],
  ['with these names', '改用这些名字'],
  [
    '{n} tensors have their names already and another shape: that is another model, not another name.',
    '{n} 个张量名字相同而形状不同：这是另一个模型，而不是另一套名字。',
  ],
  [
    'In the copy the objects of {classes} are plain dicts of their fields: code that reads a config from the checkpoint has to take it from the original.',
    '在副本中，{classes} 的对象变成了由字段组成的普通 dict：从 checkpoint 中读取 config 的代码应改从原文件读取。',
  ],
  ['{class} and {n} more classes', '{class} 等 {n} 个以上的类'],
  ['drop the tied {name}', '去掉与之绑定的 {name}'],
  ['drop {name} ({tool})', '去掉 {name}（{tool}）'],
  ['drop {name}', '去掉 {name}'],
  ['add {name}', '加上 {name}'],
  ['{name} as a copy of the embedding it is tied to', '{name} 取自与之绑定的 embedding'],
];

const REST: readonly Sentence[] = [['Not planned', '未能规划']];

/** The first that fits is taken: what is longer stands before what it ends with. */
export const remedySentences: readonly Sentence[] = [
  ...OUTCOMES,
  ...UPGRADE,
  ...CONVERT,
  ...modelRemedySentences,
  ...policyRemedySentences,
  ...REST,
];
