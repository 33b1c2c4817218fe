import { quoteForShell, type SourceFolder } from '@plumb/core';

interface Foreign {
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

/** Folders that hold a model in a form that Plumb does not read, each with its own way out; undefined for any other. */
export function nameForeignFolder(folder: SourceFolder): Foreign | undefined {
  const names = folder.names ?? [];
  const { place, folders } = folder;
  const at = quoteForShell(place);
  if (names.some((name) => name.endsWith('.distcp')))
    return {
      code: 'CHECKPOINT_DISTRIBUTED',
      what: `${place} was saved by torch.distributed.checkpoint: its tensors lie in pieces over .distcp files.`,
      why: 'Each process wrote the part that it held (FSDP, tensor parallel); only together they are a state dict.',
      remedy: `Put them together: python -m torch.distributed.checkpoint.format_utils dcp_to_torch ${at} merged.pt`,
    };
  if (names.some((name) => /^(?:_METADATA|_CHECKPOINT_METADATA|manifest\.ocdbt)$/.test(name)))
    return {
      code: 'CHECKPOINT_JAX',
      what: `${place} is a checkpoint of JAX (Orbax).`,
      why: 'Its arrays lie in a database of pieces (OCDBT, zarr), which neither torch nor Plumb opens.',
      remedy:
        'One of openpi is converted by its own script: python examples/convert_jax_model_to_pytorch.py --checkpoint_dir <the folder above params> --config_name <config> --output_path <folder>',
    };
  const steps = folders.filter((name) => /^global_step\d+$/.test(name));
  const pieces = names.filter((name) => /zero_pp_rank_\d+_mp_rank_\d+_model_states\.pt$/.test(name));
  if (steps.length > 0 || pieces.length > 1)
    return {
      code: 'CHECKPOINT_DEEPSPEED',
      what: `${place} was saved by DeepSpeed${pieces.length > 1 ? `, its weights in ${pieces.length} pieces (ZeRO 3)` : ''}.`,
      why: 'Its weights and the state of its optimizer are spread over the files of many processes.',
      remedy: `${steps.length > 0 ? `Give ${steps.map((step) => quoteForShell(`${place}/${step}`)).join(' or ')}; or put` : 'Put'} them together with the script that DeepSpeed left beside its checkpoints: python zero_to_fp32.py . merged`,
    };
  if (folders.includes('snapshots') && folders.includes('blobs'))
    return {
      code: 'CHECKPOINT_HUB_CACHE',
      what: `${place} is a repository in the hub's cache, with every revision that was fetched.`,
      why: 'The files of one revision lie below snapshots/, as links into blobs/.',
      remedy: `Give one of them: ${at}/snapshots/$(cat ${at}/refs/main)`,
    };
  const models = folders.filter((name) => name.startsWith('models--'));
  if (models.length > 0)
    return {
      code: 'CHECKPOINT_HUB_CACHE',
      what: `${place} is the hub's cache, of ${models.length === 1 ? 'a model' : `${models.length} models`}.`,
      why: 'Each model is a folder with its revisions below snapshots/.',
      remedy: `Give a revision of one: ${at}/${models[0]}/snapshots/<revision>`,
    };
  return undefined;
}
