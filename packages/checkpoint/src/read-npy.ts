import { DTYPE_BYTES, type DType, elementCount } from '@plumb/contract/tensor';
import { type ByteSource, PlumbError } from '@plumb/core';

const LIMITS = {
  /** Bytes of a header; numpy refuses longer ones (`max_header_size`) unless the file is trusted. */
  header: 10_000,
  /** Dimensions; numpy's own limit since 2.0. */
  dimensions: 64,
};

const MAGIC = '\x93NUMPY';

/** Type codes of NumPy to torch's names, little-endian or of one byte. */
const DTYPES: Readonly<Record<string, DType>> = {
  '<f8': 'float64',
  '<f4': 'float32',
  '<f2': 'float16',
  '<i8': 'int64',
  '<i4': 'int32',
  '<i2': 'int16',
  '|i1': 'int8',
  '<u8': 'uint64',
  '<u4': 'uint32',
  '<u2': 'uint16',
  '|u1': 'uint8',
  '|b1': 'bool',
  '<c8': 'complex64',
  '<c16': 'complex128',
};

export interface NpyHeader {
  /** As NumPy writes it: `<f4`, `|O`, or a list of fields. */
  readonly descr: string;
  /** Torch's name; undefined for what torch has no type for (text, records, objects, big-endian numbers). */
  readonly dtype: DType | undefined;
  readonly shape: readonly number[];
  /** In elements. */
  readonly stride: readonly number[];
  /** Bytes from the beginning of the file to the first element. */
  readonly start: number;
  /** The elements are a pickle: `np.load(allow_pickle=True)` runs it. */
  readonly pickled: boolean;
}

/** The header of a `.npy` file, versions 1.0 to 3.0. Throws `NPY_MALFORMED`. */
export async function readNpyHeader(source: ByteSource): Promise<NpyHeader> {
  const head = await source.read(0, Math.min(12, source.size));
  if (head.length < 10 || Buffer.from(head).toString('latin1', 0, 6) !== MAGIC)
    throw malformedNpy(source, 'it does not begin with NumPy’s signature');
  const [major = 0, minor = 0] = head.subarray(6, 8);
  if (major < 1 || major > 3 || minor !== 0) throw malformedNpy(source, `its version is ${major}.${minor}`);
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const prefix = major === 1 ? 10 : 12;
  if (head.length < prefix) throw malformedNpy(source, 'its header is cut short');
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > LIMITS.header) throw malformedNpy(source, `its header would be ${length} bytes long`);
  if (prefix + length > source.size) throw malformedNpy(source, 'its header is cut short');
  const text = Buffer.from(await source.read(prefix, length)).toString(major === 3 ? 'utf8' : 'latin1');
  return { ...parseHeader(source, text), start: prefix + length };
}

/** `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`, in whatever order. */
function parseHeader(source: ByteSource, text: string): Omit<NpyHeader, 'start'> {
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const shapeText = /'shape'\s*:\s*\(([\dL,\s]*)\)/.exec(text)?.[1];
  const simple = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const fields = /'descr'\s*:\s*(\[.*?\])\s*,\s*'(?:fortran_order|shape)'/s.exec(text)?.[1];
  const descr = simple ?? fields;
  if (!/^\s*\{.*\}\s*$/s.test(text) || order === undefined || shapeText === undefined || descr === undefined)
    throw malformedNpy(source, 'its header is not a dictionary of descr, fortran_order and shape');
  const shape = shapeText
    .split(',')
    .map((part) => part.trim().replace(/L$/, ''))
    .filter((part) => part !== '')
    .map(Number);
  if (shape.length > LIMITS.dimensions || !shape.every(Number.isSafeInteger) || elementCount(shape) > 2 ** 52)
    throw malformedNpy(source, `its shape is (${shapeText.slice(0, 60)})`);
  const code = descr.replace(/^=/, '<').replace(/^[<>](?=[iub]1$)/, '|');
  const dtype = simple !== undefined && Object.hasOwn(DTYPES, code) ? DTYPES[code] : undefined;
  const pickled = simple === undefined ? /'[<>|=]?O\d*'/.test(descr) : /^[<>|=]?O/.test(descr);
  return { descr, dtype, shape, stride: strides(shape, order === 'True'), pickled };
}

function strides(shape: readonly number[], fortran: boolean): number[] {
  const stride = new Array<number>(shape.length);
  let step = 1;
  const axes = shape.map((_, i) => i);
  for (const axis of fortran ? axes : axes.reverse()) {
    stride[axis] = step;
    step *= Math.max(1, shape[axis]!);
  }
  return stride;
}

/** Bytes of the elements; undefined where their type is not known. */
export function npyDataBytes({ dtype, shape }: NpyHeader): number | undefined {
  return dtype === undefined ? undefined : elementCount(shape) * DTYPE_BYTES[dtype];
}

export function malformedNpy(source: { place: string }, problem: string): PlumbError {
  return new PlumbError({
    code: 'NPY_MALFORMED',
    what: `${source.place} is not a valid .npy file: ${problem}.`,
    why: 'numpy.load refuses it too, or it was cut short.',
    remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
  });
}
