/**
 * Names that may be looked up and called by a pickle without harm, each read by torch's own weights-only unpickler
 * (`torch/_weights_only_unpickler.py`, 2.8) or a plain container or number of Python and NumPy.
 */
const NAMES = new Set(
  `collections.OrderedDict collections.Counter collections.defaultdict collections.deque
   torch.nn.parameter.Parameter torch.serialization._get_layout torch.Size torch.Tensor torch.device
   torch._tensor._rebuild_from_type_v2
   torch._utils._rebuild_parameter torch._utils._rebuild_parameter_with_state torch._utils._rebuild_qtensor
   torch._utils._rebuild_tensor torch._utils._rebuild_tensor_v2 torch._utils._rebuild_tensor_v3
   torch._utils._rebuild_sparse_tensor torch._utils._rebuild_meta_tensor_no_storage
   torch._utils._rebuild_nested_tensor torch._utils._rebuild_wrapper_subclass
   torch._utils._rebuild_device_tensor_from_numpy torch._utils._rebuild_device_tensor_from_cpu_tensor
   torch.per_tensor_affine torch.per_tensor_symmetric torch.per_channel_affine torch.per_channel_symmetric
   torch.per_channel_affine_float_qparams
   torch.storage.UntypedStorage torch.storage.TypedStorage torch.UntypedStorage torch.TypedStorage
   _codecs.encode copyreg._reconstructor copyreg.__newobj__ copyreg.__newobj_ex__
   builtins.bytearray builtins.bytes builtins.set builtins.frozenset builtins.complex builtins.list builtins.dict
   builtins.tuple builtins.int builtins.float builtins.bool builtins.str builtins.object builtins.slice
   builtins.range
   numpy.ndarray numpy.dtype numpy.core.multiarray._reconstruct numpy._core.multiarray._reconstruct
   numpy.core.multiarray.scalar numpy._core.multiarray.scalar
   numpy.core.numeric._frombuffer numpy._core.numeric._frombuffer
   datetime.datetime datetime.date datetime.time datetime.timedelta datetime.timezone decimal.Decimal
   fractions.Fraction uuid.UUID argparse.Namespace types.SimpleNamespace
   pathlib.PosixPath pathlib.WindowsPath pathlib.PurePosixPath pathlib.PureWindowsPath pathlib.Path
   pathlib._local.PosixPath pathlib._local.WindowsPath pathlib._local.PurePosixPath
   pathlib._local.PureWindowsPath`.split(/\s+/),
);

/** `torch.FloatStorage`, `torch.cuda.FloatTensor`, `torch.sparse.LongTensor`. */
const STORAGE_OR_TENSOR =
  /^torch(?:\.cuda)?(?:\.sparse)?\.(?:Double|Float|Half|BFloat16|Long|Int|Short|Char|Byte|Bool|ComplexFloat|ComplexDouble|QInt8|QUInt8|QInt32|QUInt4x2|QUInt2x4)(?:Storage|Tensor)$/;

/** `torch.float32` and every other dtype. */
const DTYPE =
  /^torch\.(?:float(?:16|32|64)|bfloat16|float8_e[0-9]m[0-9](?:fn|fnuz|fnu)?|float4_e2m1fn_x2|u?int[1-9][0-9]?|bool|complex(?:32|64|128)|qint(?:8|32)|quint(?:8|4x2|2x4)|bits(?:8|16|1x8|2x4|4x2))$/;

/** NumPy's dtype classes and scalar types (`numpy.dtypes.Float64DType`, `numpy.float64`). */
const NUMPY_TYPE =
  /^numpy(?:\.dtypes\.[A-Z][A-Za-z0-9]*DType|\.(?:float(?:16|32|64)|u?int(?:8|16|32|64)|bool_?|complex(?:64|128)|str_|bytes_))$/;

export function isAllowed(name: string): boolean {
  return NAMES.has(name) || STORAGE_OR_TENSOR.test(name) || DTYPE.test(name) || NUMPY_TYPE.test(name);
}
