// The published configs that the built package knows, one for each set of ids, as config.json has them.
const at = (file) =>
  import(new URL(`../../packages/architecture/dist/architectures/${file}.js`, import.meta.url));
const [{ PUBLISHED }, { PUBLISHED_TOWERS }, { decoderClasses }] = await Promise.all(
  ['published', 'published-towers', 'build-decoder'].map(at),
);
const decoders = PUBLISHED.map(({ ids, config }) => ({
  id: ids[0],
  class: decoderClasses(config.modelType)[1],
  fields: {
    hidden_size: config.hiddenSize,
    num_hidden_layers: config.layers,
    num_attention_heads: config.heads,
    num_key_value_heads: config.kvHeads,
    head_dim: config.headDim,
    intermediate_size: config.intermediateSize,
    vocab_size: config.vocabSize,
    tie_word_embeddings: config.tieWordEmbeddings,
  },
}));
const towers = PUBLISHED_TOWERS.map(({ ids, className, fields }) => ({
  id: ids[0],
  class: className,
  fields,
}));
process.stdout.write(`${JSON.stringify([...decoders, ...towers], undefined, 1)}\n`);
