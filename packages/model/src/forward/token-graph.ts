/** `VGGTConfig.graph_type` as far as `GraphBuilder` builds it; `knn` raises there. */
export type TokenGraph = 'grid' | 'fully_connected';

/**
 * D^-1/2 A D^-1/2 of `GraphConvolution` (`vggt_layers.py`) for `GraphBuilder`'s edges (`graph_builder.py`):
 * [total, total], row = receiving token. Language first, a chain; vision a square grid of four neighbours, of
 * the first view alone: a second one's tokens have no edges. All edges go both ways, so rows and columns may be swapped.
 */
export function normalisedAdjacency(
  kind: TokenGraph,
  language: number,
  vision: number,
  grid: number,
): Float32Array {
  const total = language + vision;
  const matrix = new Float32Array(total * total);
  if (kind === 'fully_connected') {
    matrix.fill(1);
    for (let i = 0; i < total; i++) matrix[i * total + i] = 0;
  } else {
    const join = (a: number, b: number) => {
      matrix[a * total + b] = 1;
      matrix[b * total + a] = 1;
    };
    for (let i = 0; i + 1 < language; i++) join(i, i + 1);
    for (let row = 0; row < grid; row++)
      for (let column = 0; column < grid; column++) {
        const node = language + row * grid + column;
        if (column + 1 < grid) join(node, node + 1);
        if (row + 1 < grid) join(node, node + grid);
      }
  }
  const scale = Array.from({ length: total }, (_, i) => {
    const degree = matrix.subarray(i * total, (i + 1) * total).reduce((sum, edge) => sum + edge, 0);
    return degree === 0 ? 0 : Math.fround(degree ** -0.5);
  });
  return matrix.map((edge, i) => edge * Math.fround(scale[Math.floor(i / total)]! * scale[i % total]!));
}
