// What a picture costs on its way to a policy, in milliseconds of CPU a picture of 256 x 256, beside the originals (Pillow and
// TensorFlow on one thread each) in the same run, alternating:
//     node bench/policy/images.mjs [--python PYTHON with pillow, numpy and tensorflow]
import { execFileSync } from 'node:child_process';
import {
  cropCentreTensorflow,
  jpegRoundTrip,
  resizePillow,
  resizeTensorflowLanczos3,
} from '../../packages/policy/dist/index.js';

const at = process.argv.indexOf('--python');
const python = at < 0 ? undefined : process.argv[at + 1];
const REPEATS = 60;
const ROUNDS = 3;
const image = {
  width: 256,
  height: 256,
  orientation: 'flipped-horizontal',
  data: Uint8Array.from({ length: 256 * 256 * 3 }, (_, i) => (i * 31 + (i >> 9) * 7) & 255),
};
const small = resizeTensorflowLanczos3(image, 224, 224);
const OURS = {
  'JPEG round trip': () => jpegRoundTrip(image),
  'Lanczos3, TensorFlow': () => resizeTensorflowLanczos3(image, 224, 224),
  'crop 0.9, TensorFlow': () => cropCentreTensorflow(small, 224, 224, 0.9),
  'bilinear, Pillow': () => resizePillow(image, 224, 224, 'bilinear'),
};
const THEIRS = `
import json, os, time
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy as np, tensorflow as tf
from PIL import Image
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
i = np.arange(256 * 256 * 3)
image = ((i * 31 + (i >> 9) * 7) & 255).astype(np.uint8).reshape(256, 256, 3)
small = image[:224, :224].copy()
box, index = tf.constant([[0.0257, 0.0257, 0.9743, 0.9743]]), tf.constant([0])
def lanczos():
    x = tf.image.resize(image, (224, 224), method="lanczos3", antialias=True)
    return tf.cast(tf.clip_by_value(tf.round(x), 0, 255), tf.uint8).numpy()
def crop():
    x = tf.image.crop_and_resize(tf.image.convert_image_dtype(small, tf.float32)[None], box, index, (224, 224))
    return tf.image.convert_image_dtype(tf.clip_by_value(x, 0, 1), tf.uint8, saturate=True).numpy()
run = {
    "JPEG round trip": lambda: tf.io.decode_image(tf.image.encode_jpeg(image), expand_animations=False).numpy(),
    "Lanczos3, TensorFlow": lanczos, "crop 0.9, TensorFlow": crop,
    "bilinear, Pillow": lambda: np.asarray(Image.fromarray(image).resize((224, 224), Image.BILINEAR)),
}
out = {}
for name, f in run.items():
    for _ in range(5): f()
    start = time.process_time()
    for _ in range(${REPEATS}): f()
    out[name] = (time.process_time() - start) / ${REPEATS} * 1000
print(json.dumps(out))
`;

const rows = Object.fromEntries(Object.keys(OURS).map((name) => [name, { ours: [], theirs: [] }]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, run] of Object.entries(OURS)) {
    for (let i = 0; i < 20; i++) run();
    const start = process.cpuUsage();
    for (let i = 0; i < REPEATS; i++) run();
    const { user, system } = process.cpuUsage(start);
    rows[name].ours.push((user + system) / REPEATS / 1000);
  }
  if (python === undefined) continue;
  const theirs = JSON.parse(
    execFileSync(python, ['-c', THEIRS], { stdio: ['ignore', 'pipe', 'ignore'] }).toString(),
  );
  for (const [name, milliseconds] of Object.entries(theirs)) rows[name].theirs.push(milliseconds);
}
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
for (const [name, { ours, theirs }] of Object.entries(rows)) {
  const beside =
    theirs.length === 0
      ? ''
      : `   original ${median(theirs).toFixed(2)} ms   ratio ${(median(ours) / median(theirs)).toFixed(2)}`;
  console.log(`${name.padEnd(22)} ours ${median(ours).toFixed(2)} ms${beside}`);
}
