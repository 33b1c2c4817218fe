import type { Sentence } from '../language.ts';

const OTHER_MODEL: readonly Sentence[] = [
  ['Put another language model in its place', '换用另一个语言模型'],
  [
    'The checkpoint is the model itself, no policy around one: there is nothing to exchange.',
    '该 checkpoint 就是语言模型本身，外面没有策略网络，无从替换。',
  ],
  [
    'None of {n} published configs fits the checkpoint.',
    '{n} 个公开的 config 中没有一个与该 checkpoint 相符。',
  ],
  [
    'Only {models} fit, of {n} published configs: and these the environment does not know either, so the upgrade is needed all the same.',
    '{n} 个公开的 config 中只有 {models} 相符；而该环境同样不认识它们，所以仍然需要升级。',
  ],
  [
    "Only {models} fit, of {n} published configs: {model} loads here; its weights are overwritten by the checkpoint's.",
    '{n} 个公开的 config 中只有 {models} 相符：{model} 在此可以加载，其权重会被 checkpoint 中的覆盖。',
  ],
  ['{a} and {b}', '{a} 和 {b}'],
  ['for all others: the whole of the training, see retrain', '换成其他任何模型都要整个重新训练，见 retrain'],
  [
    'a model that does not fit is filled with nothing of the checkpoint',
    '不相符的模型得不到 checkpoint 中的任何权重',
  ],
  ['with config.language.model_name changed to {model}', '将 config.language.model_name 改为 {model}'],
  [
    'Language models, tried in a release of transformers that knows them (checkpoint: {projector})',
    '各语言模型，在认识它们的 transformers 版本中逐一尝试（checkpoint：{projector}）',
  ],
  ['model', '模型'],
  ['hidden', '隐藏维度'],
  ['layers', '层数'],
  ['parameters', '参数量'],
  ['since', '始于版本'],
  ['why', '理由'],
  ['fits', '相符'],
  ['no', '否'],
  ['every name and shape is the same', '名字和形状全部相同'],
  ['wants {projector}', '需要 {projector}'],
  ['the layers differ', '各层不符'],
  ['{names}, {n} more', '{names} 等，另有 {n} 个'],
  ['{model}, this environment', '{model}，当前环境'],
  [
    'Base and chat model of one size have the same shapes. The checkpoint brings all weights of its language model, so that either builds the same policy; their tokenizers must agree.',
    '同一规模的 base 与 chat 模型形状相同。语言模型的全部权重都来自 checkpoint，因此无论用哪一个，得到的策略都一样；但两者的 tokenizer 必须一致。',
  ],
];

const RETRAIN: readonly Sentence[] = [
  ['Train again what does not fit', '重新训练对不上的部分'],
  ['Every tensor is loaded: nothing has to be learnt again.', '每个张量都已加载，无需重新训练。'],
  [
    'Around {model} nothing is built over there either: {outcome}.',
    '换成 {model} 在目标环境中同样无法构建：{outcome}。',
  ],
  ['Train again around {model}, keeping what fits', '围绕 {model} 重新训练，保留能对上的部分'],
  [
    '{n} parameters ({share}) start from random values: {modules}. {model} comes with its published weights and stays frozen, as the first was; everything else is kept.',
    '{n} 个参数（{share}）从随机值开始：{modules}。{model} 使用其公开权重，并与当初一样保持冻结；其余全部保留。',
  ],
  [
    '{n} parameters ({share}) start from random values: {modules}. {model} comes with its published weights; everything else is kept.',
    '{n} 个参数（{share}）从随机值开始：{modules}。{model} 使用其公开权重；其余全部保留。',
  ],
  [
    'training: up to {n} parameters go to the optimizer; the recordings are needed',
    '训练：最多 {n} 个参数交给优化器；需要录制的数据',
  ],
  [
    'all of the rest was trained on other features: it may need as many epochs as the first time',
    '其余部分是在另一套特征上训练的：所需的 epoch 数可能与当初相当',
  ],
  [
    'No language model that Plumb can build is known to that environment.',
    'Plumb 能够构建的语言模型，该环境一个都不认识。',
  ],
  ['with a checkpoint that was made around {model}', '使用围绕 {model} 制作的 checkpoint'],
  ['makes {file}; --out writes this script', '生成 {file}；--out 会写出这个脚本'],
  ['before any GPU hour: must say "It will load"', '动用 GPU 之前先执行：应当显示 “It will load”'],
  ['{place} takes --resume', '{place} 接受 --resume'],
  [
    'With --source the training script is read, and its config and command are written.',
    '给出 --source 后会读取训练脚本，并写出相应的 config 和命令。',
  ],
  [
    'No training script with --resume, --config and --language_model was found in {source}: no command is given.',
    '在 {source} 中没有找到带 --resume、--config 和 --language_model 的训练脚本，因此不给出命令。',
  ],
  [
    "{script} takes the model's config from the checkpoint it resumes, so that {start} carries the changed one; {config} says the same.",
    '{script} 从所恢复的 checkpoint 中读取模型 config，因此 {start} 带有改过的 config；{config} 与之一致。',
  ],
  [
    '{place}: the optimizer is not given language_encoder.pos_embed. It is kept as it is and not trained, as the first time.',
    '{place}：优化器没有拿到 language_encoder.pos_embed。它与当初一样保持原值，不参与训练。',
  ],
  ['--out DIR writes the files.', '--out DIR 会写出这些文件。'],
  ['makes the checkpoint to start from, where you train', '在训练机器上生成起始 checkpoint'],
  ['every option of {script}', '{script} 的全部选项'],
  [
    'every parameter: trained from random values, kept, frozen, published',
    '每个参数的去向：从随机值训练、保留、冻结、公开权重',
  ],
  ['the old tensors around {model}, unchanged', '原有张量不变，换成 {model}'],
  ['{start}, with those layers new', '{start}，上述各层为新'],
  ['Where each parameter comes from', '各参数的来源'],
  ['module', '模块'],
  ['from', '来源'],
  ['in training', '训练中'],
  ['random values', '随机值'],
  ['must be trained', '必须训练'],
  ['its published weights', '其公开权重'],
  ['the checkpoint', '该 checkpoint'],
  ['trained on', '继续训练'],
  ['frozen', '冻结'],
  ['To train from random values', '从随机值开始训练的参数'],
  ['parameter', '参数'],
  ['shape', '形状'],
  ['count', '数量'],
];

const PARTIAL: readonly Sentence[] = [
  ['Load only the tensors that fit', '只加载对得上的张量'],
  ['Everything fits: there is nothing to leave out.', '全部都能对上，没有需要舍弃的。'],
  [
    'No model is built over there, so there is nothing to load into: {outcome}.',
    '目标环境中无法构建模型，无从加载：{outcome}。',
  ],
  [
    '{n} of {m} parameters ({share}) of the model over there get nothing from the checkpoint, and every action passes through them: it runs, and is another policy.',
    '目标模型的 {m} 个参数中有 {n} 个（{share}）得不到 checkpoint 中的任何值，而每个动作都要经过它们：程序能跑，但已经是另一个策略。',
  ],
  [
    '{n} of {m} parameters ({share}) of the model over there get nothing from the checkpoint.',
    '目标模型的 {m} 个参数中有 {n} 个（{share}）得不到 checkpoint 中的任何值。',
  ],
  ['minutes: a dictionary filtered before load_state_dict', '几分钟：在 load_state_dict 之前过滤一下字典'],
  [
    'high: it raises nothing, so that a broken policy looks like a working one',
    '高：不会报错，坏掉的策略看上去与正常的无异',
  ],
  ['goes on saying that it does not fit: nothing was repaired', '仍会显示对不上：什么都没有修好'],
  [
    'strict=False alone does not do it: PyTorch raises for each of {n} tensors of another shape. They have to be taken out of the dictionary.',
    '仅用 strict=False 不够：对 {n} 个形状不同的张量，PyTorch 照样会报错，必须先把它们从字典中去掉。',
  ],
  [
    'What {model} keeps are its own published weights: not random, but nothing downstream was trained on its features.',
    '{model} 保留的是它自己的公开权重：并非随机值，但下游没有任何部分在它的特征上训练过。',
  ],
  ['only what fits, strict=True', '只取对得上的，strict=True'],
  ['only what fits, strict=False', '只取对得上的，strict=False'],
  ['What becomes of each module over there', '目标模型各模块的结果'],
  ['from the checkpoint', '来自 checkpoint'],
  ['lost', '丢失'],
  ['what is there instead', '取而代之的'],
  ['essential', '是否关键'],
  ['weights of {model}', '{model} 的权重'],
  ['the published model', '公开模型'],
  ['no: never run', '否：从不运行'],
  ['yes', '是'],
  ['What becomes of the checkpoint', 'checkpoint 中各张量的结果'],
  ['tensors', '张量'],
  ['loaded', '已加载'],
  ['dropped: another shape', '舍弃：形状不同'],
  ['dropped: no place', '舍弃：无处可放'],
];

/** Of the ways that change the model or its weights. */
export const modelRemedySentences: readonly Sentence[] = [...OTHER_MODEL, ...RETRAIN, ...PARTIAL];
