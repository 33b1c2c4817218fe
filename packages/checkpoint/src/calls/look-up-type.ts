/**
 * What `dill._dill._load_type(name)` returns: a type of Python's, out of a table that dill fills when it is imported
 * (`_reverse_typemap`, the same from 0.2.9 to 0.4.1). The name decides: a look-up runs nothing, but `CodeType` and
 * `FunctionType` are among what it gives.
 */
const BUILTINS = new Set(
  `bool bytearray bytes classmethod complex dict enumerate filter float frozenset int list map memoryview object
   property range reversed set slice staticmethod str super tuple type zip`.split(/\s+/),
);

/** Types that `types` gives a name, and dill knows by it. */
const TYPES = new Set(
  `AsyncGeneratorType BuiltinFunctionType BuiltinMethodType CellType ClassMethodDescriptorType CodeType CoroutineType
   EllipsisType FrameType FunctionType GeneratorType GetSetDescriptorType LambdaType MappingProxyType
   MemberDescriptorType MethodDescriptorType MethodType MethodWrapperType ModuleType NoneType NotImplementedType
   TracebackType WrapperDescriptorType`.split(/\s+/),
);

/** Types that dill names itself. */
const OTHERS: Readonly<Record<string, string>> = {
  AttrGetterType: 'operator.attrgetter',
  BufferedRandomType: '_io.BufferedRandom',
  BufferedReaderType: '_io.BufferedReader',
  BufferedWriterType: '_io.BufferedWriter',
  DictItemsType: 'builtins.dict_items',
  DictKeysType: 'builtins.dict_keys',
  DictValuesType: 'builtins.dict_values',
  ExitType: '_sitebuiltins.Quitter',
  FileType: '_io.FileIO',
  GenericAliasIteratorType: 'builtins.generic_alias_iterator',
  ItemGetterType: 'operator.itemgetter',
  OdictItemsType: 'builtins.odict_items',
  OdictKeysType: 'builtins.odict_keys',
  OdictValuesType: 'builtins.odict_values',
  PartialType: 'functools.partial',
  PyBufferedRandomType: '_pyio.BufferedRandom',
  PyBufferedReaderType: '_pyio.BufferedReader',
  PyBufferedWriterType: '_pyio.BufferedWriter',
  PyCapsuleType: 'builtins.PyCapsule',
  PyTextWrapperType: '_pyio.TextIOWrapper',
  SuperType: 'builtins.super',
  TextWrapperType: '_io.TextIOWrapper',
};

/** dill's module has been `dill.dill` and `dill._dill`. */
export function isTypeLookup(module: string, name: string): boolean {
  return name === '_load_type' && (module === 'dill._dill' || module === 'dill.dill');
}

/** The type under dill's name for it; undefined for a name that dill does not know. */
export function lookUpType(name: string): readonly [module: string, name: string] | undefined {
  // exceptions as the interpreter names them
  if (
    BUILTINS.has(name) ||
    /^(?=[A-Z])\w*(?:Error|Warning|Exception|Exit|Interrupt|Iteration|Group)$/.test(name)
  )
    return ['builtins', name];
  if (TYPES.has(name)) return ['types', name];
  if (!Object.hasOwn(OTHERS, name)) return undefined;
  const full = OTHERS[name]!;
  const dot = full.lastIndexOf('.');
  return [full.slice(0, dot), full.slice(dot + 1)];
}
